import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Storage } from 'botbuilder';
import { z } from 'zod';
import type { Dialog } from '../../src/conversation/dialog.ts';
import { Visitor } from '../../test/website.ts';
import { BEGINNING, checkState, compare, type Pure, person, pureTurn } from './expected.ts';
import { between, oneOf, random } from './random.ts';
import { deliver, eventually } from './sending.ts';
import { blame, tally } from './tally.ts';

/** How long things may take to be as they should once nothing is killed any more, in milliseconds. */
const RECOVERY = 40_000;

const SENTENCES = [
  'help',
  'hello',
  'yes',
  'no',
  'not sure',
  'interview',
  'why?',
  'back',
  'thanks',
  'I read my mail on three devices',
  'I only use one computer',
  'my internet connection is slow',
  'we share the mailbox with the family',
  'there is hardly any space left on the server',
  'I want to read my mail offline',
  'what is IMAP?',
  'what is the difference?',
  'start over',
  'asdf qwer',
  'I mean the opposite',
];

export type World = {
  readonly dialog: Dialog;
  readonly urls: readonly string[];
  readonly storage: Storage;
  readonly end: number;
  readonly secret: string;
};

/** One talk on the website, with a WebSocket that moves from replica to replica. */
async function website({ dialog, urls, storage, secret }: World): Promise<void> {
  const visitor = await eventually(() => Visitor.at(oneOf(urls), secret));
  await deliver(urls, (url) => visitor.begin(url));
  void visitor.follow(() => oneOf(urls));
  const sent: { readonly id: string; readonly text: string }[] = [];
  for (let left = Math.floor(between(4, 14)); left > 0; left--) {
    const message = { id: crypto.randomUUID(), text: oneOf(SENTENCES) };
    await deliver(urls, (url) => visitor.say(url, message.text, message.id));
    sent.push(message);
    tally.acknowledged++;
    const late = random() < 0.1 ? sent.at(-Math.ceil(random() * 3)) : undefined;
    // Nobody waits for this one: it may come before, with or after the next.
    if (late) void visitor.say(oneOf(urls), late.text, late.id).catch(() => undefined);
    await sleep(between(0, 100));
  }

  const { conversationId } = visitor;
  const channel = { channelId: 'directline', conversation: { id: conversationId, ...person } };
  let pure = BEGINNING;
  const [greeting, ...replies] = [null, ...sent.map(({ text }) => text)].map((text) => {
    const { after, expected } = pureTurn(dialog, channel, pure, text);
    pure = after;
    return expected;
  });
  const { activities } = await eventually(() => visitor.log(oneOf(urls)));
  const mine = (id: string) => `${conversationId}|${id}`;
  const right = [
    { id: mine('joined|reply'), ...greeting },
    ...sent.flatMap(({ id, text }, n) => [
      { id: mine(id), text, value: undefined },
      { id: mine(`${id}|reply`), ...replies[n] },
    ]),
  ];
  compare(`log of ${conversationId}`, activities, right);

  // The socket may be waiting for a replica to come back.
  const until = performance.now() + RECOVERY;
  while (visitor.seen.length < activities.length && performance.now() < until) await sleep(50);
  compare(`socket of ${conversationId}`, visitor.seen, right);
  visitor.leave();
  await checkState(storage, `directline/conversations/${conversationId}`, [pure]);
}

const answered = z.object({
  activities: z.array(z.looseObject({ text: z.string().optional(), value: z.unknown().optional() })),
});

/**
 * One talk of a program, which takes the replies from the answers to its requests. Now and then it says two
 * different things at once; they may be taken in either order, but each has to count.
 */
async function program({ dialog, urls, storage }: World): Promise<void> {
  const conversation = { id: crypto.randomUUID(), ...person };
  const channel = { channelId: 'emulator', conversation, deliveryMode: 'expectReplies' };
  const send = (url: string, id: string, text: string) =>
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...channel,
        type: 'message',
        id,
        text,
        serviceUrl: 'http://localhost:9',
        from: { id: 'user' },
        recipient: { id: 'bot' },
      }),
      signal: AbortSignal.timeout(8000),
    });
  const say = async (text: string) => {
    const id = crypto.randomUUID();
    const bodies = z.array(answered).parse(await deliver(urls, (url) => send(url, id, text)));
    tally.acknowledged++;
    for (const { activities } of bodies) {
      if (activities.length > 1) blame('doubled', `replies to ${id}`);
      if (activities.length === 0) blame('lost', `reply to ${id}`);
    }
    const [reply, ...again] = bodies.flatMap(({ activities }) => activities);
    if (again.some(({ text }) => text !== reply?.text)) blame('otherwise', `two replies to ${id} differ`);
    // Nobody waits for this one: it may come before, with or after the next.
    if (random() < 0.1) void send(oneOf(urls), id, text).catch(() => undefined);
    return { text, reply: { text: reply?.text, value: reply?.value } };
  };

  let possible: readonly Pure[] = [BEGINNING];
  for (let left = Math.floor(between(4, 14)); left > 0; left--) {
    const texts = random() < 0.2 ? [oneOf(SENTENCES), oneOf(SENTENCES)] : [oneOf(SENTENCES)];
    const said = await Promise.all(texts.map(say));
    const orders = said.length === 1 ? [said] : [said, said.toReversed()];
    const all = possible.flatMap((before) =>
      orders.map((order) => {
        let pure = before;
        const fits = order.map(({ text, reply }) => {
          const { after, expected } = pureTurn(dialog, channel, pure, text);
          pure = after;
          return reply.text === expected.text && isDeepStrictEqual(reply.value, expected.value);
        });
        return { pure, fits: fits.every(Boolean) };
      }),
    );
    const right = all.filter(({ fits }) => fits);
    if (right.length === 0)
      blame('otherwise', `in ${conversation.id} after turn ${possible[0]?.turns}: ${JSON.stringify(said)}`);
    const seen = new Map(
      (right.length > 0 ? right : all.slice(0, 1)).map(({ pure }) => [JSON.stringify(pure), pure]),
    );
    possible = [...seen.values()];
    await sleep(between(0, 100));
  }
  await checkState(storage, `emulator/conversations/${conversation.id}`, possible);
}

/** Talks on one channel after the other until the end. */
export async function client(world: World): Promise<void> {
  while (performance.now() < world.end) {
    try {
      await (random() < 0.6 ? website : program)(world);
    } catch (error) {
      blame('lost', `a talk broke off: ${error instanceof Error ? error.message : error}`);
    }
    tally.talks++;
  }
}
