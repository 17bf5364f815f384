import { ActivityHandler, ConversationState, MemoryStorage, MessageFactory } from 'botbuilder';
import { serve } from './cloud.js';

/** Peer (d): EchoBot that counts the turns of each conversation, in memory. */
const state = new ConversationState(new MemoryStorage());
const turns = state.createProperty('turns');
const bot = new ActivityHandler();
bot.onMessage(async (context, next) => {
  await turns.set(context, (await turns.get(context, 0)) + 1);
  const text = `Echo: ${context.activity.text}`;
  await context.sendActivity(MessageFactory.text(text, text));
  await next();
});
bot.onTurn(async (context, next) => {
  await next();
  await state.saveChanges(context);
});
serve(bot);
