import { Refusal } from '../refusal.ts';

const MINUTE = 60_000;
/** Talks that one address may begin in a minute, and go on with: a page does that whenever it is loaded again. */
const TALKS_PER_MINUTE = { begun: 60, resumed: 600 };

/** Counts calls by their caller (an address, a talk); gives the seconds to wait, 0 where the call may go on. */
export function openLimit(perMinute: number, now: () => number = Date.now) {
  let began = now();
  let counts = new Map<string, number>();
  return (who: string): number => {
    if (now() - began >= MINUTE) {
      began = now();
      counts = new Map();
    }
    const count = (counts.get(who) ?? 0) + 1;
    counts.set(who, count);
    return count > perMinute ? Math.ceil((began + MINUTE - now()) / 1000) : 0;
  };
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
