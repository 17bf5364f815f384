import { Refusal } from '../refusal.ts';

const MINUTE = 60_000;
/** Talks that one address may begin in a minute, and go on with: a page does that whenever it is loaded again. */
const TALKS_PER_MINUTE = { begun: 60, resumed: 600 };

/**
 * Counts calls by their caller (an address, a talk); gives the seconds to wait, 0 where the call may go on. No more than
 * `perMinute` go on in any minute, whenever it begins; those that have to wait do not count.
 */
export function openLimit(perMinute: number, now: () => number = Date.now) {
  const callers = new Map<string, Times>();
  let swept = now();
  return (who: string): number => {
    const time = now();
    const since = time - MINUTE;
    if (swept <= since) {
      for (const [caller, times] of callers) if (times.isEmpty(since)) callers.delete(caller);
      swept = time;
    }
    let times = callers.get(who);
    if (!times) {
      times = new Times();
      callers.set(who, times);
    }
    if (times.count(since) >= perMinute) return Math.ceil((times.oldest - since) / 1000);
    times.add(time);
    return 0;
  };
}

/** The times of a caller's calls in the last minute. */
class Times {
  #times: number[] = [];
  /** Where those begin that still count. */
  #first = 0;

  get oldest(): number {
    return this.#times[this.#first] ?? 0;
  }

  add(time: number): void {
    this.#times.push(time);
  }

  /** How many came after `since`. */
  count(since: number): number {
    while (this.#first < this.#times.length && this.oldest <= since) this.#first++;
    // What no longer counts is thrown away once it is the half, so that a call costs the same however many there are.
    if (this.#first * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
    return this.#times.length - this.#first;
  }

  isEmpty(since: number): boolean {
    return (this.#times.at(-1) ?? 0) <= since;
  }
}

/**
 * Counts the talks that an address begins, and those that it goes on with by the token of a talk; throws a `Refusal` where
 * there are too many of either.
 */
export function openTalkLimit(now: () => number = Date.now) {
  const begun = openLimit(TALKS_PER_MINUTE.begun, now);
  const resumed = openLimit(TALKS_PER_MINUTE.resumed, now);
  return (address: string, tokenToResume: string | undefined): void => {
    const isNew = tokenToResume === undefined;
    const wait = (isNew ? begun : resumed)(address);
    if (wait > 0) throw tooMany(`Too many ${isNew ? 'new talks' : 'talks'} from here; please wait.`, wait);
  };
}

/** Of whoever has to wait so many seconds. */
export function tooMany(message: string, seconds: number): Refusal {
  return new Refusal(429, 'TooManyRequests', message, { 'retry-after': String(seconds) });
}
