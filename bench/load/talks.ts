import { isDeepStrictEqual } from 'node:util';
import { FACTS } from '../../dialogs/scenarios.ts';
import { render, THIS_MACHINE } from '../../src/bot/render/index.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { type Said, turn } from '../../src/conversation/turn.ts';
import { step } from '../peers/interview.js';

/** What a person says in one talk, and the replies that are right, in order. */
export type Talk = { readonly says: readonly string[]; readonly replies: readonly Expected[] };
/** A reply as far as it is compared: word by word, and what it means to programs. */
export type Expected = { readonly text: string; readonly value?: unknown };

/** What people say to the bot: of ten messages about six are choices, by click or by word, and four free text. */
const SAID: readonly (readonly string[])[] = [
  ['I use several computers or phones', 'why', 'thanks', 'bye'],
  ['hello', 'ask me some questions', 'No', 'No', 'no', 'yes', 'why?', 'back', 'no', 'thanks'],
  ['I travel a lot and my little laptop has next to no storage left', 'what is IMAP?', 'thank you'],
  ['my wife and I share one account on separate computers', 'why', 'start over', 'no'],
  ['I want my mail only on my own machine, not on your servers', 'no', 'why', 'yes, my phone too'],
  ['our connection is bad, I go online once a week over satellite', 'why', 'what would change it?'],
  ['I have several folders that I want online and offline in my mail program', 'thanks'],
  ['what is the difference between pop and imap', 'ask me', 'Yes', 'help', 'person'],
  ['my messages arrive several times', 'Outlook', 'thanks', 'bye'],
  ['how do I set it up on my iPhone?', 'IMAP', 'that works', 'bye'],
  ['my internet is slow', 'and my laptop has hardly any room', 'room on my laptop', 'thanks'],
  ['asdf', 'ask me', 'not sure', 'not sure', 'no', 'no', 'not sure'],
];

/** Talks with the bot, each reply worked out beforehand by the pure function. `joined` puts its greeting in front. */
export function botTalks(channelId: string, { joined }: { readonly joined: boolean }): Talk[] {
  const right = openRightReplies(channelId);
  return SAID.map((says) => ({ says, replies: right(says, { joined }) }));
}

/** Gives the right replies to what is said in one talk with the bot from its beginning on. */
export function openRightReplies(channelId: string, dialog = openDialog()) {
  const as = { channelId, conversation: { id: 'any', isGroup: false, conversationType: '', name: '' } };
  const expected = (reply: Reply): Expected => {
    const { text = '', value } = render(reply, as);
    return { text, value };
  };
  return (says: readonly string[], { joined } = { joined: false }): Expected[] => {
    const said: Said[] = says.map((text) => ({ kind: 'message', text }));
    if (joined) said.unshift({ kind: 'joined' });
    let conversation: unknown;
    return said.map((one) => {
      const now = turn(dialog, conversation, one);
      conversation = now.conversation;
      return expected(now.reply);
    });
  };
}

/** What is said to the bot, to somebody who only says it back. */
export function echoTalks(): Talk[] {
  return SAID.map((says) => ({ says, replies: says.map((text) => ({ text: `Echo: ${text}` })) }));
}

/** All ways through the interview, as far as they differ, for the waterfall. */
export function interviewTalks(): Talk[] {
  const talks = new Map<string, Talk>();
  for (let person = 0; person < 2 ** FACTS.length; person++) {
    const says = ['hello'];
    const replies: Expected[] = [];
    const known: Record<string, boolean> = {};
    for (;;) {
      const { ask, say } = step(known);
      // A choice prompt adds its choices to the text where it knows nothing of the channel's buttons.
      replies.push({ text: say });
      if (ask === null) break;
      known[ask] = (person & (1 << FACTS.indexOf(ask))) !== 0;
      says.push(known[ask] ? 'Yes' : 'No');
    }
    talks.set(says.join(), { says, replies });
  }
  return [...talks.values()];
}

/** The address at which the measured bot says that it is. */
const HERE = /http:\/\/localhost:\d+/g;

export function isRight(expected: Expected, { text, value }: { text?: unknown; value?: unknown }): boolean {
  const said = typeof text === 'string' ? text.replaceAll(HERE, THIS_MACHINE) : text;
  return said === expected.text && (expected.value === undefined || isDeepStrictEqual(value, expected.value));
}
