import type { OTHERS, Preference, Protocol } from './advise.ts';
import type { Open } from './clarifying.ts';
import type { Guide, MailPlace, Program, Purpose, Symptom } from './guides.ts';
import type { Fact, FactAnswer, Facts } from './scenarios.ts';
import type { Subject, Trouble } from './subjects.ts';

/** What a message or a button means to the conversation. */
export type DialogEvent =
  /** Go on from what is known. */
  | { readonly type: 'goOn' }
  /** Go on where the talk was left: in a guide, with its steps. */
  | { readonly type: 'takeUp' }
  | {
      readonly type: 'tell';
      readonly facts: Facts;
      readonly inOwnWords: boolean;
      /** Said as a correction ("actually, …"), so that it counts against what was said before. */
      readonly corrects?: boolean;
      /** What may have been told besides, and is asked before anything is advised by which mail could be lost. */
      readonly doubtful?: readonly Fact[];
      /** It is asked along with it which protocol suits them. */
      readonly asksWhich?: true;
    }
  /** Facts, or the protocol in use, that were said beside a question: they are kept, and the question comes first. */
  | {
      readonly type: 'note';
      readonly facts: Facts;
      readonly uses: Protocol | null;
      readonly doubtful?: readonly Fact[];
    }
  /** Perhaps this was meant; the person is asked. */
  | { readonly type: 'suppose'; readonly open: Open }
  /** Both yes and no were said of a fact. */
  | { readonly type: 'contradict'; readonly fact: Fact }
  | { readonly type: 'notMeant' }
  | { readonly type: 'answer'; readonly answer: FactAnswer }
  | { readonly type: 'prefer'; readonly preference: Preference }
  /** The person asks for somebody else. */
  | { readonly type: 'onBehalf' }
  /** What would be advised if these were so; nothing of it is kept. `mayBeSo`: it was asked in a way in which people ask of themselves. */
  | { readonly type: 'whatIf'; readonly facts: Facts; readonly mayBeSo?: true }
  | { readonly type: 'askMe' }
  /** `denies`: only what was said not to be so may be meant, which is settled where it is known. */
  | { readonly type: 'change'; readonly fact: Fact; readonly denies?: true }
  | { readonly type: 'doesNotFit' }
  | { readonly type: 'why' }
  /** The advice is wanted in simpler words. */
  | { readonly type: 'plainly' }
  /** The person asks how what was just advised is done. */
  | { readonly type: 'showHow' }
  /** `of`: what the answer was about that is taken back, where that was said. */
  | { readonly type: 'back'; readonly of?: Fact }
  | { readonly type: 'restart' }
  | { readonly type: 'help' }
  | { readonly type: 'aboutMe' }
  | { readonly type: 'forget' }
  /** The person has come back after a long time. */
  | { readonly type: 'resume' }
  /** The program was named along with what its steps answer. */
  | { readonly type: 'explain'; readonly subject: Subject; readonly program?: Program }
  | {
      readonly type: 'trouble';
      readonly trouble: Trouble;
      /** The protocol that is to be set up or switched to, where the person said so. */
      readonly protocol?: Protocol;
      readonly program?: Program;
      readonly symptom?: Symptom;
      /** Of a full mailbox all is to be kept; to change to IMAP, both accounts are there already. */
      readonly keepsMail?: boolean;
      readonly hasBoth?: boolean;
      /** It is asked along with it whether one of the protocols would be better. */
      readonly asksWhich?: boolean;
      /** Another trouble was told along with it, and comes after it. */
      readonly also?: Purpose;
      /** The settings themselves are asked for. */
      readonly asksSettings?: boolean;
      /** The steps are wanted one at a time. */
      readonly stepwise?: boolean;
      /** With POP, copies are to stay on the server. */
      readonly keepsCopies?: boolean;
    }
  /** `byDevice`: only the device was named that has it, on which another one may be used, or what all its versions are called. */
  | {
      readonly type: 'program';
      readonly program: Program;
      readonly byDevice?: boolean;
      readonly beside?: NamedBeside;
    }
  /** `despite`: the person has heard what goes wrong with it, and wants it all the same. */
  | { readonly type: 'protocol'; readonly protocol: Protocol; readonly despite?: true }
  | { readonly type: 'symptom'; readonly symptom: Symptom }
  /** Whether what fails here works elsewhere: in webmail, or on another device. */
  | { readonly type: 'elsewhere'; readonly works: boolean }
  /** Missed mail was seen there, and not in webmail. */
  | { readonly type: 'mailAt'; readonly place: MailPlace }
  /** The person does not know which protocol it is. */
  | { readonly type: 'lookUp' }
  | { readonly type: 'next' }
  /** Back by one step, or so many. */
  | { readonly type: 'previous'; readonly by?: number }
  | { readonly type: 'oneByOne' }
  /** A step by its number. */
  | { readonly type: 'goToStep'; readonly step: WhichStep['step'] }
  | { readonly type: 'allAtOnce' }
  /** Back to the steps at which a trouble came up. */
  | { readonly type: 'returnToSteps' }
  /** What was said last is wanted once more. */
  | { readonly type: 'repeat' }
  | { readonly type: 'works' }
  | { readonly type: 'worksNot' }
  | { readonly type: 'otherProgram' }
  | { readonly type: 'rate'; readonly good: boolean }
  | { readonly type: 'reason'; readonly reason: Reason }
  | { readonly type: 'uses'; readonly protocol: Protocol }
  | { readonly type: 'person' }
  | { readonly type: 'thanks' }
  | { readonly type: 'bye' }
  | { readonly type: 'greet' }
  | { readonly type: 'abuse' }
  | { readonly type: 'offTopic' }
  | { readonly type: 'otherLanguage' }
  /** The end of the message was not read: it is too long. */
  | { readonly type: 'cutShort' }
  | { readonly type: 'notUnderstood' };

/** Another place or reader that was named along with a program, told of or only hinted at: POP would take its mail. */
export type NamedBeside = { readonly fact: (typeof OTHERS)[number]; readonly isTold: boolean };

/** A step of a guide, by its number from 0, or the last one; of no guide there is none. */
export type WhichStep = { readonly guide: Guide | null; readonly step: number | 'last' };

/** Why somebody was not helped. */
export const REASONS = ['tooLong', 'tooHard', 'notMine', 'stillBroken'] as const;
export type Reason = (typeof REASONS)[number];
