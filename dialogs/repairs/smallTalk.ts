import { advisedIn } from '../next.ts';
import { saying } from '../saying.ts';
import type { Transition } from '../transitions.ts';
import type { WordKey } from '../wording.ts';

/** Whoever takes leave; what they told is kept. */
export const goodbye = {
  target: '#farewell',
  actions: saying('farewell.text', 'farewell'),
} as const;

/** Who has had enough of questions gets what is safe without them, and who is past them a person. */
export const abuse: Transition<'abuse'> = {
  actions: [
    'clearMisses',
    { type: 'say', params: { key: 'smallTalk.abuse', topic: 'smallTalk' } },
    {
      type: 'say',
      params: ({ context }) => ({
        key: context.guide || advisedIn(context) ? 'person.text' : 'explain.decide',
        sameParagraph: true,
      }),
    },
  ],
};

/** After these the open question is not put again: whoever is annoyed or wants a person is not pushed. */
export const WITHOUT_QUESTION: ReadonlySet<WordKey> = new Set(['person.text', 'smallTalk.abuse']);
