import { toAPerson } from '../handoff.ts';
import { conversationSetup } from '../model.ts';
import { saying, sayingAll } from '../saying.ts';
import { askMe, whatIf } from './advising.ts';
import { aboutMe, forget, resume } from './data.ts';
import { contradict, suppose } from './doubting.ts';
import { explain } from './explaining.ts';
import { symptom, trouble, worksNot } from './helping.ts';
import { notUnderstood } from './notUnderstood.ts';
import { abuse, goodbye } from './smallTalk.ts';
import { note, tell } from './telling.ts';
import { back, change, restart } from './undoing.ts';
import { program, protocol, uses } from './using.ts';

/**
 * What a person may do anywhere, so that every state has it for nothing: tell or correct facts, go back,
 * start over, ask for help, for an explanation or a person, or say something that is not understood.
 * What changes nothing answers and leaves the talk where it is; the turn then asks the open question again.
 */
export const repairs = conversationSetup.createStateConfig({
  on: {
    goOn: { target: '.deciding', actions: 'clearMisses' },
    takeUp: { target: '.deciding', actions: 'clearMisses' },
    tell,
    note,
    suppose,
    contradict,
    notMeant: { actions: saying('suppose.no', 'clarifying') },
    onBehalf: {
      actions: ['noteOnBehalf', { type: 'say', params: { key: 'onBehalf', topic: 'interview' } }],
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
    person: { actions: ['clearMisses', sayingAll(toAPerson)] },
    works: { actions: saying('smallTalk.thanks', 'smallTalk') },
    worksNot,
    thanks: { actions: saying('smallTalk.thanks', 'smallTalk') },
    greet: { actions: saying('smallTalk.greet', 'smallTalk') },
    abuse,
    offTopic: { actions: saying('smallTalk.offTopic', 'smallTalk') },
    otherLanguage: { actions: saying('smallTalk.otherLanguage', 'smallTalk') },
    bye: goodbye,
    cutShort: { actions: saying('cutShort', 'fallback') },
    notUnderstood,
  },
});
