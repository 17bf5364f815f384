import { conversationSetup, START } from './model.ts';
import { repairs } from './repairs/index.ts';
import { advice } from './states/advice.ts';
import { deciding } from './states/deciding.ts';
import { farewell } from './states/farewell.ts';
import { greeting } from './states/greeting.ts';
import { guide } from './states/guide/index.ts';
import { asking } from './states/interview.ts';
import { weighing } from './states/weighing.ts';

/** The whole conversation, states in the order in which a person meets them. */
export const conversation = conversationSetup.createMachine({
  id: 'conversation',
  context: START,
  initial: 'greeting',
  states: { greeting, deciding, asking, weighing, advice, guide, farewell },
  ...repairs,
});
