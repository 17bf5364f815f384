import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { render } from '../src/bot/render/index.ts';
import { type Dialog, openDialog } from '../src/conversation/dialog.ts';
import { turn } from '../src/conversation/turn.ts';
import { RedisStorage } from '../src/storage/redis.ts';
import { type Running, startBot } from '../test/server.ts';
import { freePort, type Server, startLastingRedis } from '../test/storage/servers.ts';
import { Visitor } from '../test/website.ts';

/**
 * What the bot promises, under accidents: clients talk to two replicas on one Redis while these are killed and
 * stopped at random and messages are sent twice and at once. A client sends a message again, under the same id,
 * until it is acknowledged. Each talk is then held against the pure function `turn`.
 * `npm run chaos -- <minutes>` ends with 1 where a turn was lost, doubled, out of order, or answered otherwise.
 */
const MINUTES = Number(process.argv[2] ?? 2);
const CLIENTS = 20;
const SECRET = 'a-secret-for-the-chaos';
/** How long things may take to be as they should once nothing is killed any more, in milliseconds. */
const RECOVERY = 40_000;
const PROGRESS = 5000;

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

const tally = {
  talks: 0,
  acknowledged: 0,
  sentAgain: 0,
  lost: 0,
  doubled: 0,
  outOfOrder: 0,
  otherwise: 0,
};
const accidents = { killed: 0, stopped: 0, redisKilled: 0, redisPaused: 0, fellOver: 0 };
const faults: string[] = [];

type Fault = 'lost' | 'doubled' | 'outOfOrder' | 'otherwise';
function blame(fault: Fault, what: string): void {
  tally[fault]++;
  if (faults.length < 20) faults.push(`${fault}: ${what}`);
}

const between = (least: number, most: number) => least + Math.random() * (most - least);
const oneOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T;

/** One of the bot's processes, at the same address in all its lives. */
class Replica {
  readonly url: string;
  readonly #settings: Readonly<Record<string, string>>;
  #running: Running | undefined;
  #meant = false;

  constructor(port: number, settings: Readonly<Record<string, string>>) {
    this.url = `http://localhost:${port}`;
    this.#settings = { ...settings, PORT: String(port) };
  }

  /** Starts it, again and again while Redis is away. */
  async start(): Promise<void> {
    for (;;) {
      try {
        const running = await startBot(this.#settings);
        this.#running = running;
        this.#meant = false;
        void running.ended.then(() => {
          if (this.#running !== running || this.#meant) return;
          accidents.fellOver++;
          faults.push(`a replica ended by itself: ${running.output().slice(-500)}`);
        });
        return;
      } catch {
        await sleep(200);
      }
    }
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    this.#meant = true;
    await this.#running?.stop(signal);
  }
}

/** Sends until it is acknowledged, now and then to both replicas at once, and later once more. */
async function deliver(urls: readonly string[], send: (url: string) => Promise<Response>): Promise<unknown> {
  for (;;) {
    const targets = Math.random() < 0.25 ? urls : [oneOf(urls)];
    const answers = await Promise.all(
      targets.map(async (url) => {
        try {
          const response = await send(url);
          const body: unknown = await response.json();
          if (response.ok) return body;
          if (response.status < 500) throw new Unexpected(`${response.status} ${JSON.stringify(body)}`);
        } catch (error) {
          if (error instanceof Unexpected) throw error;
        }
        return undefined;
      }),
    );
    const taken = answers.filter((body) => body !== undefined);
    if (taken.length > 0) return taken;
    tally.sentAgain++;
    await sleep(between(50, 400));
  }
}

class Unexpected extends Error {}

async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Unexpected) throw error;
      await sleep(between(50, 400));
    }
  }
}

type Expected = { readonly text?: unknown; readonly value?: unknown };
type Channel = Pick<Activity, 'channelId' | 'conversation'> & Partial<Pick<Activity, 'deliveryMode'>>;
/** A talk as the pure function has it. */
type Pure = { readonly conversation: unknown; readonly turns: number };
const BEGINNING: Pure = { conversation: undefined, turns: 0 };

/** One turn by the pure function; `null` is somebody who joins. */
function pureTurn(dialog: Dialog, channel: Channel, before: Pure, text: string | null) {
  const at = Date.now();
  const said = text === null ? ({ kind: 'joined', at } as const) : ({ kind: 'message', text, at } as const);
  const { conversation, reply } = turn(dialog, before.conversation, said);
  const turns = before.turns + 1;
  const { text: replied, value } = render(reply, channel, turns);
  // As it comes out of JSON, where undefined is nothing.
  const expected: Expected = JSON.parse(JSON.stringify({ text: replied, value }));
  return { after: { conversation, turns } satisfies Pure, expected };
}

const person = { isGroup: false, conversationType: 'personal', name: '' };
const stored = z.looseObject({ turn: z.int(), conversation: z.looseObject({}) });

/** The state that is kept must be one that the pure function ends with: nothing counted twice or left out. */
async function checkState(storage: RedisStorage, key: string, ends: readonly Pure[]): Promise<void> {
  const state = stored.parse((await eventually(() => storage.read([key])))[key]);
  const turns = ends[0]?.turns ?? 0;
  if (state.turn > turns) blame('doubled', `${key} has ${state.turn} turns instead of ${turns}`);
  if (state.turn < turns) blame('lost', `${key} has ${state.turn} turns instead of ${turns}`);
  if (
    ends.every(({ conversation }) => !isDeepStrictEqual(timeless(conversation), timeless(state.conversation)))
  )
    blame('otherwise', `${key} ended in another state`);
}

/** A stored talk without the hour of its last turn. */
function timeless(conversation: unknown): unknown {
  const { hour: _, ...rest } = z.looseObject({}).parse(JSON.parse(JSON.stringify(conversation ?? {})));
  return rest;
}

type World = {
  readonly dialog: Dialog;
  readonly urls: readonly string[];
  readonly storage: RedisStorage;
  readonly end: number;
};

/** One talk on the website, with a WebSocket that moves from replica to replica. */
async function website({ dialog, urls, storage }: World): Promise<void> {
  const visitor = await eventually(() => Visitor.at(oneOf(urls), SECRET));
  await deliver(urls, (url) => visitor.begin(url));
  void visitor.follow(() => oneOf(urls));
  const sent: { readonly id: string; readonly text: string }[] = [];
  for (let left = Math.floor(between(4, 14)); left > 0; left--) {
    const message = { id: crypto.randomUUID(), text: oneOf(SENTENCES) };
    await deliver(urls, (url) => visitor.say(url, message.text, message.id));
    sent.push(message);
    tally.acknowledged++;
    const late = Math.random() < 0.1 ? sent.at(-Math.ceil(Math.random() * 3)) : undefined;
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

type Seen = { readonly id: string; readonly text?: unknown; readonly value?: unknown };

function compare(where: string, found: readonly Seen[], right: readonly Seen[]): void {
  const ids = found.map(({ id }) => id);
  for (const { id } of right) if (!ids.includes(id)) blame('lost', `${id} in the ${where}`);
  for (const [at, id] of ids.entries())
    if (ids.indexOf(id) !== at || right.every((one) => one.id !== id))
      blame('doubled', `${id} in the ${where}`);
  const order = right.map(({ id }) => id).filter((id) => ids.includes(id));
  const first = ids.filter((id, at) => ids.indexOf(id) === at && order.includes(id));
  const wrong = first.findIndex((id, at) => id !== order[at]);
  if (wrong >= 0) blame('outOfOrder', `${first[wrong]} in the ${where}`);
  for (const { id, text, value } of found) {
    const one = right.find((entry) => entry.id === id);
    if (one && (text !== one.text || !isDeepStrictEqual(value, one.value)))
      blame('otherwise', `${id} in the ${where}: ${JSON.stringify({ text, value })}`);
  }
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
    if (Math.random() < 0.1) void send(oneOf(urls), id, text).catch(() => undefined);
    return { text, reply: { text: reply?.text, value: reply?.value } };
  };

  let possible: readonly Pure[] = [BEGINNING];
  for (let left = Math.floor(between(4, 14)); left > 0; left--) {
    const texts = Math.random() < 0.2 ? [oneOf(SENTENCES), oneOf(SENTENCES)] : [oneOf(SENTENCES)];
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

async function client(world: World): Promise<void> {
  while (performance.now() < world.end) {
    try {
      await (Math.random() < 0.6 ? website : program)(world);
    } catch (error) {
      blame('lost', `a talk broke off: ${error instanceof Error ? error.message : error}`);
    }
    tally.talks++;
  }
}

/** Kills a replica now and then, or stops it in good order, and starts it again. */
async function killReplica(replica: Replica, end: number): Promise<void> {
  while (performance.now() < end) {
    await sleep(between(2000, 7000));
    if (performance.now() >= end) return;
    const kill = Math.random() < 0.7;
    accidents[kill ? 'killed' : 'stopped']++;
    await replica.stop(kill ? 'SIGKILL' : 'SIGTERM');
    await sleep(between(0, 1500));
    await replica.start();
  }
}

/** Lets Redis hang now and then, or kills it and starts it again with what it has on disk. */
async function killRedis(start: () => Promise<Server>, first: Server, end: number): Promise<Server> {
  let redis = first;
  while (performance.now() < end) {
    await sleep(between(3000, 9000));
    if (performance.now() >= end) break;
    if (Math.random() < 0.5) {
      accidents.redisPaused++;
      redis.process.kill('SIGSTOP');
      await sleep(between(200, 4000));
      redis.process.kill('SIGCONT');
    } else {
      accidents.redisKilled++;
      await redis.stop();
      await sleep(between(0, 2000));
      redis = await start();
    }
  }
  return redis;
}

function report(began: number): string {
  const { talks, acknowledged, sentAgain, lost, doubled, outOfOrder, otherwise } = tally;
  const { killed, stopped, redisKilled, redisPaused } = accidents;
  const seconds = Math.round((performance.now() - began) / 1000);
  return `${seconds} s: ${talks} talks, ${acknowledged} turns (${sentAgain} sendings failed), replicas killed ${killed} stopped ${stopped}, Redis killed ${redisKilled} paused ${redisPaused}; lost ${lost}, doubled ${doubled}, out of order ${outOfOrder}, otherwise ${otherwise}`;
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const port = await freePort();
  const startRedis = () => startLastingRedis(port, folder);
  let redis = await startRedis();
  const STORAGE = `redis://127.0.0.1:${port}`;
  const settings = {
    STORAGE,
    DIRECT_LINE_SECRET: SECRET,
    MESSAGES_PER_MINUTE: '1000000',
    LOG_LEVEL: 'silent',
  };
  const replicas = [new Replica(await freePort(), settings), new Replica(await freePort(), settings)];
  await Promise.all(replicas.map((replica) => replica.start()));
  const storage = new RedisStorage(STORAGE);
  await storage.connect();

  const began = performance.now();
  const end = began + MINUTES * 60_000;
  const progress = setInterval(() => console.log(report(began)), PROGRESS);
  const urls = replicas.map(({ url }) => url);
  const chaos = Promise.all([
    ...replicas.map((replica) => killReplica(replica, end)),
    killRedis(startRedis, redis, end).then((last) => {
      redis = last;
    }),
  ]);
  const world: World = { dialog: openDialog(), urls, storage, end };
  const clients = Promise.all(Array.from({ length: CLIENTS }, () => client(world)));
  await chaos;
  await clients;
  clearInterval(progress);
  await storage.close();
  await Promise.all(replicas.map((replica) => replica.stop('SIGTERM')));
  await redis.stop();

  console.log(report(began));
  for (const fault of faults) console.log(`  ${fault}`);
  const { lost, doubled, outOfOrder, otherwise } = tally;
  console.table({ ...tally, ...accidents });
  return lost + doubled + outOfOrder + otherwise + accidents.fellOver === 0 ? 0 : 1;
}

process.exit(await main());
