import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openOrder } from '../../inOrder.ts';

/** The times that the outbox keeps, in milliseconds. */
type Patience = {
  /** From the turn to the last attempt to send its reply, waiting for earlier replies included. */
  readonly reply: number;
  /** How long one attempt may take: what hangs must leave time for the replies that wait behind it. */
  readonly attempt: number;
};
/** Less than the 15 s after which Teams delivers a message again. */
const PATIENCE: Patience = { reply: 9000, attempt: 4000 };
const FIRST_WAIT = 250;

/** Where the outbox has its time from, in milliseconds. */
export type Clock = {
  now(): number;
  sleep(wait: number): Promise<unknown>;
  /** Aborts after that time. */
  timeout(time: number): AbortSignal;
};
const CLOCK: Clock = { now: () => performance.now(), sleep, timeout: (time) => AbortSignal.timeout(time) };

/** What Teams says to try again (Microsoft, "Rate limiting for bots"): busy, too many, or a gateway in between; and RFC 9110's 503. */
const AGAIN: ReadonlySet<number> = new Set([412, 429, 502, 503, 504]);
/** The channel was not there at all, so it has taken nothing. */
const NOBODY_THERE = 'ECONNREFUSED';

/** Sends one activity; it is to give up when the signal says so. */
export type Send = (signal: AbortSignal) => Promise<unknown>;

/** A channel, and the host that takes replies for it. */
type Where = { readonly channel: string | undefined; readonly host: string | undefined };

/** A reply that is to be sent. */
type Post = {
  /** The same for the same reply to the same message, in its conversation. */
  readonly name: string;
  readonly send: Send;
  /** Called when the channel has taken it. */
  readonly arrived: (() => Promise<void>) | undefined;
  /** Where it was to go, for the log if it does not get there. */
  readonly where?: Where;
};

type OutboxOptions = {
  readonly patience?: Patience;
  readonly clock?: Clock;
  /** Hears of each reply that is given up. */
  readonly givenUp?: () => void;
};

type Headers = { get(name: string): string | undefined };

const failure = z.object({
  statusCode: z.number().optional(),
  code: z.string().optional().catch(undefined),
  response: z
    .object({ headers: z.custom<Headers>((value) => typeof Object(value).get === 'function') })
    .optional(),
});

/**
 * Sends replies after the request that they answer has been answered: one after the other in a conversation,
 * again where the channel asks for that, and never longer than our patience. An attempt that is not answered in
 * its time is given up and not made again, as the channel may have taken the reply.
 */
export function openOutbox(
  log: Logger,
  { patience = PATIENCE, clock = CLOCK, givenUp = () => {} }: OutboxOptions = {},
) {
  const inOrder = openOrder();
  /** What is on its way, or waits to be: a message that is delivered again meanwhile gets no second reply. */
  const underway = new Map<string, Promise<void>>();

  async function deliver(send: Send, end: number): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const left = end - clock.now();
      if (left <= 0) throw new Error('no time is left to send this reply');
      try {
        const signal = clock.timeout(Math.ceil(Math.min(left, patience.attempt)));
        await unlessAborted(signal, send(signal));
        return;
      } catch (error) {
        const wait = waitAfter(error, attempt);
        // One that has to wait for too long lets those go on that wait behind it.
        if (wait === null || clock.now() + wait >= end) throw error;
        await clock.sleep(wait);
      }
    }
  }

  return {
    /**
     * Takes a reply to be sent in a conversation, if it is not on its way there already.
     */
    post(conversationId: string, { name, send, arrived, where }: Post): void {
      const reply = `${conversationId} ${name}`;
      if (underway.has(reply)) return;
      const end = clock.now() + patience.reply;
      const sent = inOrder(conversationId, () =>
        deliver(send, end).then(
          // The channel has the reply, whatever becomes of the note.
          () => arrived?.().catch((err: unknown) => log.warn({ ...where, err }, 'delivery not noted')),
          (err: unknown) => {
            log.warn({ ...where, err }, 'reply not delivered');
            givenUp();
          },
        ),
      );
      underway.set(
        reply,
        sent.then(() => void underway.delete(reply)),
      );
    },

    /** Resolves when everything that was posted so far is delivered or given up. */
    async drained(): Promise<void> {
      await Promise.all(underway.values());
    },
  };
}

/** The wait before another attempt, in milliseconds; null where there is to be none. */
function waitAfter(error: unknown, attempt: number): number | null {
  const { data } = failure.safeParse(error);
  if (!data || !(AGAIN.has(data.statusCode ?? 0) || data.code === NOBODY_THERE)) return null;
  // Jitter, so that many replies that were refused at once do not come back at once.
  const usual = FIRST_WAIT * 2 ** attempt * (0.5 + Math.random());
  const asked = Number(data.response?.headers.get('retry-after') || Number.NaN) * 1000;
  // A channel that says "at once" is not to be asked as fast as we can.
  return Number.isFinite(asked) ? Math.max(asked, usual) : usual;
}

/** A channel that takes the request and then says nothing is not waited for. */
function unlessAborted<Result>(signal: AbortSignal, result: Promise<Result>): Promise<Result> {
  return new Promise((fulfil, reject) => {
    // The signal's own reason is a DOMException, which logs its twenty-odd constants.
    const late = () => reject(new Error('it did not answer in time'));
    signal.addEventListener('abort', late, { once: true });
    result.then(fulfil, reject);
  });
}
