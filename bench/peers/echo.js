import { ActivityHandler, MessageFactory } from 'botbuilder';
import { serve } from './cloud.js';

/** Peer (c): EchoBot, which remembers nothing. */
const bot = new ActivityHandler();
bot.onMessage(async (context, next) => {
  const text = `Echo: ${context.activity.text}`;
  await context.sendActivity(MessageFactory.text(text, text));
  await next();
});
serve(bot);
