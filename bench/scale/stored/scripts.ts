import { hash } from 'node:crypto';
import { botTalks, openRightReplies, type Talk } from '../../load/talks.ts';

/** How far a long talk can go on, in messages. */
const LENGTH = 260;
/** After how many messages stored talks were left: from where the last eight replies are kept to long ones. */
const FIRST_LEFT = 8;
const LEFT_EVERY = 4;
const LEFT_AT = 24;

/** Where a stored talk was left. */
type Left = { readonly script: number; readonly at: number };

let made: readonly Talk[] | undefined;

/** Long talks, each one real talk after the other in one conversation, with their right replies. */
export function scripts(): readonly Talk[] {
  made ??= makeScripts();
  return made;
}

function makeScripts(): Talk[] {
  const talks = botTalks('emulator', { joined: false });
  const right = openRightReplies('emulator');
  return talks.map((_, first) => {
    const says: string[] = [];
    for (let at = first; says.length < LENGTH; at++) says.push(...(talks[at % talks.length]?.says ?? []));
    return { says, replies: right(says) };
  });
}

/** Where talks may have been left; the stored ones take turns. */
export function places(): Left[] {
  return scripts().flatMap((_, script) =>
    Array.from({ length: LEFT_AT }, (_, nth) => ({ script, at: FIRST_LEFT + nth * LEFT_EVERY })),
  );
}

/** The conversation of the stored talk of a number: as random as those of real ones, and always the same. */
export function conversationOf(number: number): string {
  const digits = hash('sha1', `stored ${number}`, 'hex');
  return [0, 8, 12, 16, 20].map((from, at) => digits.slice(from, [8, 12, 16, 20, 32][at])).join('-');
}

/** The key of a conversation's item in the storage. */
export function keyOf(conversation: string): string {
  return `emulator/conversations/${conversation}|livechat`;
}

/** What the conversations end with that begin while it is measured, so that they can be taken away again. */
export const NEW = '|new';
