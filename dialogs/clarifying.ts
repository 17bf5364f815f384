import type { Protocol } from './advise.ts';
import type { DialogEvent } from './events.ts';
import type { Purpose } from './guides.ts';
import type { Answers, Choice, Say, Topic } from './model.ts';
import type { Fact } from './scenarios.ts';
import type { LearntSubject } from './subjects.ts';

/**
 * A question that lies over the state the talk is in, until the next message: perhaps something was meant, two
 * statements do not go together, "storage" or "POP" may be two things, or the talk was left a long time ago.
 */
export type Open =
  /** `wasAsked`: it was asked what would follow from it, and has been answered. */
  | {
      readonly about: 'fact';
      readonly fact: Fact;
      readonly is: boolean;
      readonly wasAsked?: true | undefined;
    }
  | { readonly about: 'trouble'; readonly trouble: Purpose }
  | { readonly about: 'subject'; readonly subject: LearntSubject }
  | { readonly about: 'contradiction'; readonly fact: Fact }
  /** The protocol that is changed from was named in the middle of the change: it may be wanted after all. */
  | { readonly about: 'reversal'; readonly protocol: Protocol }
  | { readonly about: 'storage' }
  | { readonly about: 'resume' };

export type Clarification = {
  readonly topic: Topic;
  readonly asks: Fact | null;
  readonly question: Say;
  readonly choices: readonly Choice[];
  readonly answers: Answers;
};

/** What is asked about something open, and what the answers mean. */
export function clarify(open: Open): Clarification {
  switch (open.about) {
    case 'fact': {
      const question: Say = open.wasAsked
        ? { key: 'whatIf.isSo' }
        : {
            key: 'suppose.fact',
            lists: { facts: { of: [[`said.${open.fact}.${open.is ? 'yes' : 'no'}`]], by: 'and' } },
          };
      // No to something that is so is an answer, and no to one device means several. No to anything else that is not so may
      // mean anything.
      const isAnswer = open.is || open.fact === 'multipleDevices';
      const no: DialogEvent = isAnswer ? told(open.fact, !open.is) : NOT_MEANT;
      return supposed(told(open.fact, open.is), open.fact, question, no);
    }
    case 'trouble':
      return supposed({ type: 'trouble', trouble: open.trouble }, null, {
        key: 'suppose.topic',
        lists: { topic: { of: [[`topic.${open.trouble}`]], by: 'and' } },
      });
    case 'subject':
      return supposed({ type: 'explain', subject: open.subject }, null, {
        key: 'suppose.topic',
        lists: { topic: { of: [[`topic.${open.subject}`]], by: 'and' } },
      });
    case 'contradiction':
      return {
        topic: 'clarifying',
        asks: open.fact,
        question: { key: `question.${open.fact}` },
        ...yesOrNo(told(open.fact, true), told(open.fact, false)),
      };
    case 'reversal': {
      const { protocol } = open;
      return {
        topic: 'switching',
        asks: null,
        question: { key: `switching.reversal.${protocol}` },
        ...yesOrNo({ type: 'trouble', trouble: 'switching', protocol }, { type: 'takeUp' }),
      };
    }
    case 'storage': {
      const device = told('limitedStorage', true);
      const server: DialogEvent = { type: 'trouble', trouble: 'mailboxFull' };
      return {
        topic: 'storageUnclear',
        asks: 'limitedStorage',
        question: { key: 'storage.question' },
        choices: [
          { label: 'choice.storage.device', event: device },
          { label: 'choice.storage.server', event: server },
        ],
        answers: {},
      };
    }
    case 'resume':
      return {
        topic: 'greeting',
        asks: null,
        question: { key: 'resume.question' },
        choices: [
          { label: 'choice.goOn', event: { type: 'takeUp' } },
          { label: 'choice.restart', event: { type: 'restart' } },
        ],
        answers: { yes: { type: 'takeUp' }, no: { type: 'restart' } },
      };
  }
}

const NOT_MEANT: DialogEvent = { type: 'notMeant' };

function supposed(meant: DialogEvent, asks: Fact | null, question: Say, no = NOT_MEANT): Clarification {
  return { topic: 'clarifying', asks, question, ...yesOrNo(meant, no) };
}

function told(fact: Fact, is: boolean): DialogEvent {
  return { type: 'tell', facts: { [fact]: is }, inOwnWords: false };
}

function yesOrNo(yes: DialogEvent, no: DialogEvent) {
  return {
    choices: [
      { label: 'choice.yes', event: yes },
      { label: 'choice.no', event: no },
    ] as const,
    answers: { yes, no },
  };
}
