import { ActivityHandler, ConversationState, MemoryStorage } from 'botbuilder';
import { ChoicePrompt, DialogSet, DialogTurnStatus, WaterfallDialog } from 'botbuilder-dialogs';
import { serve } from './cloud.js';
import { step } from './interview.js';

/** Peer (e): the interview of POP or IMAP as a waterfall with choice prompts, its state in memory. */
const state = new ConversationState(new MemoryStorage());
const dialogs = new DialogSet(state.createProperty('dialogs'));
dialogs.add(new ChoicePrompt('choice'));
dialogs.add(
  new WaterfallDialog('interview', [
    async (waterfall) => {
      const known = waterfall.options?.known ?? {};
      const { ask, say } = step(known);
      if (ask === null) {
        await waterfall.context.sendActivity(say);
        return waterfall.endDialog(known);
      }
      waterfall.values.ask = ask;
      return waterfall.prompt('choice', { prompt: say, choices: ['Yes', 'No'], retryPrompt: say });
    },
    async (waterfall) => {
      const known = {
        ...waterfall.options?.known,
        [waterfall.values.ask]: waterfall.result.value === 'Yes',
      };
      return waterfall.replaceDialog('interview', { known });
    },
  ]),
);

const bot = new ActivityHandler();
bot.onMessage(async (context, next) => {
  const dialog = await dialogs.createContext(context);
  const { status } = await dialog.continueDialog();
  if (status === DialogTurnStatus.empty) await dialog.beginDialog('interview');
  await next();
});
bot.onTurn(async (context, next) => {
  await next();
  await state.saveChanges(context);
});
serve(bot);
