import { chosenIn, isAsking } from '../../guides.ts';
import { conversationSetup } from '../../model.ts';
import { saying } from '../../saying.ts';
import { changeIn } from '../../waitingGuides.ts';
import {
  answerTakenBack,
  mailSeen,
  programTold,
  protocolTold,
  symptomTold,
  toldBeside,
  useTold,
  whetherElsewhere,
} from './answers.ts';
import { program, protocol, symptom } from './asking.ts';
import { check, end, rating, reason } from './ending.ts';
import { explain } from './explain.ts';
import { onCourse } from './onCourse.ts';
import { failed, worked } from './outcome.ts';
import { returnToSteps, takeUp } from './returning.ts';
import { routing } from './routing.ts';
import { cannot, found, stepping, steps } from './showing.ts';
import { allAtOnce, goToStep, oneByOne } from './stepsAgain.ts';
import { devices, elsewhere } from './tracing.ts';
import { trouble } from './trouble.ts';
import { beforeLast, held, stuck } from './waiting.ts';
import { why } from './why.ts';

/** Help step by step, with one thing after the other: whatever is not known yet is asked first. */
export const guide = conversationSetup.createStateConfig({
  id: 'guide',
  initial: 'routing',
  states: {
    routing,
    protocol,
    program,
    symptom,
    elsewhere,
    devices,
    cannot,
    steps,
    stepping,
    found,
    held,
    beforeLast,
    stuck,
    check,
    rating,
    reason,
    end,
  },
  on: {
    tell: onCourse,
    note: toldBeside,
    uses: useTold,
    protocol: protocolTold,
    program: programTold,
    symptom: symptomTold,
    elsewhere: whetherElsewhere,
    mailAt: mailSeen,
    trouble,
    explain,
    // Which protocol it is, is decided where it is being set up.
    askMe: {
      guard: ({ context: { guide } }) => guide !== null && chosenIn(guide) !== null,
      actions: [
        'clearMisses',
        {
          type: 'say',
          params: ({ context: { guide } }) => ({
            key: `guide.chosen.${(guide && chosenIn(guide)) ?? 'IMAP'}`,
          }),
        },
      ],
    },
    otherProgram: {
      target: '.routing',
      actions: { type: 'learn', params: { program: null, step: 0 } },
    },
    help: { actions: saying('help.inGuide', 'help') },
    works: worked,
    worksNot: failed,
    back: answerTakenBack,
    // "Done", and "what now?", answer no question of what is wrong, which is then asked again.
    next: [
      {
        guard: ({ context: { guide } }) => guide !== null && isAsking(guide),
        actions: saying('guide.why', 'why'),
      },
      { actions: 'clearMisses' },
    ],
    allAtOnce,
    oneByOne,
    takeUp,
    returnToSteps,
    repeat: { actions: 'clearMisses' },
    // The steps first; they know which of them there are.
    goToStep,
    bye: {
      target: '#farewell',
      actions: [
        'clearMisses',
        {
          type: 'say',
          params: ({ context: { guide } }) => ({
            key: guide && changeIn(guide) ? 'farewell.fromChange' : 'farewell.stopped',
            topic: 'farewell',
          }),
        },
      ],
    },
    why,
  },
});
