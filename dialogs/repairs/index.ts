import { toAPerson } from '../handoff.ts';
import { conversationSetup } from '../model.ts';
import { advisedIn } from '../next.ts';
import { saying, sayingAll } from '../saying.ts';
import type { WordKey } from '../wording.ts';
import { askMe, whatIf } from './advising.ts';
import { aboutMe, forget, resume } from './data.ts';
import { contradict, suppose } from './doubting.ts';
import { explain } from './explaining.ts';
import { symptom, trouble, worksNot } from './helping.ts';
import { notUnderstood } from './notUnderstood.ts';
import { note, tell } from './telling.ts';
import { back, change, restart } from './undoing.ts';
import { program, protocol, uses } from './using.ts';

const handOver = sayingAll(toAPerson);

export const goodbye = {
  target: '#farewell',
  actions: saying('farewell.text', 'farewell'),
} as const;

/** After these the open question is not put again: whoever is annoyed or wants a person is not pushed. */
export const WITHOUT_QUESTION: ReadonlySet<WordKey> = new Set(['person.text', 'smallTalk.abuse']);

/**
 * What a person may do anywhere, so that every state has it for nothing: tell or correct facts, go back,
 * start over, ask for help, for an explanation or a person, or say something that is not understood.
 * What changes nothing answers and leaves the talk where it is; the turn then asks the open question again.
 */
export const repairs = conversationSetup.createStateConfig({
  on: {
    goOn: { target: '.deciding', actions: 'clearMisses' },
    tell,
    note,
    suppose,
    contradict,
    notMeant: {
      actions: saying('suppose.no', 'clarifying'),
    },
    onBehalf: {
      actions: [
        { type: 'noteForWhom', params: { isOnBehalf: true } },
        { type: 'say', params: { key: 'onBehalf', topic: 'interview' } },
      ],
    },
    whatIf,
    askMe,
    change,
    back,
    restart,
    doesNotFit: { target: '.deciding', actions: { type: 'advance', params: { thorough: true } } },
    help: { actions: saying('help.text', 'help') },
    aboutMe,
    forget,
    resume,
    explain,
    // No step was shown yet.
    goToStep: { actions: saying('guide.noSteps', 'help') },
    // Where nothing was advised there is nothing to be done.
    showHow: { actions: conversationSetup.raise({ type: 'notUnderstood' }) },
    trouble,
    symptom,
    protocol,
    program,
    uses,
    person: { actions: ['clearMisses', handOver] },
    works: {
      actions: saying('smallTalk.thanks', 'smallTalk'),
    },
    worksNot,
    thanks: {
      actions: saying('smallTalk.thanks', 'smallTalk'),
    },
    greet: {
      actions: saying('smallTalk.greet', 'smallTalk'),
    },
    abuse: {
      actions: [
        'clearMisses',
        { type: 'say', params: { key: 'smallTalk.abuse', topic: 'smallTalk' } },
        // Who has had enough of questions gets what is safe without them, and who is past them a person.
        {
          type: 'say',
          params: ({ context }) => ({
            key: context.guide || advisedIn(context) ? 'person.text' : 'explain.decide',
            sameParagraph: true,
          }),
        },
      ],
    },
    offTopic: {
      actions: saying('smallTalk.offTopic', 'smallTalk'),
    },
    otherLanguage: {
      actions: saying('smallTalk.otherLanguage', 'smallTalk'),
    },
    bye: goodbye,
    notUnderstood,
  },
});
