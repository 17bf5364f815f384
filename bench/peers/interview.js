import { advise } from '../../dialogs/advise.ts';
import { nextStep } from '../../dialogs/next.ts';

/** What the interview asks or advises, by the same rule and in the same order as the bot, in plain words. */
export function step(known) {
  const next = nextStep({ known, preference: 'pop', thorough: true, reasked: [] });
  const ask = /^asking\.(.+)$/.exec(next)?.[1] ?? null;
  if (ask !== null) return { ask, say: `Is this so for you: ${ask}?` };
  const { protocol, because } = advise(known, 'pop');
  return {
    ask,
    say: `Choose ${protocol}. It rests on: ${because.join(', ') || 'nothing that speaks for POP'}.`,
  };
}
