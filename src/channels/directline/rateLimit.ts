import { Refusal } from '../refusal.ts';

const MINUTE = 60_000;
/** New talks that one address may begin in a minute. */
const TALKS_PER_MINUTE = 60;

/** Counts calls by who makes them (an address, a talk); gives the seconds to wait, 0 where the call may go on. */
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

/** Counts the talks that an address begins; throws a `Refusal` where it has begun too many. */
export function openTalkLimit(now: () => number = Date.now): (address: string) => void {
  const limit = openLimit(TALKS_PER_MINUTE, now);
  return (address) => {
    const wait = limit(address);
    if (wait > 0) throw tooMany('Too many new talks from here; please wait.', wait);
  };
}

/** Of whoever has to wait so many seconds. */
export function tooMany(message: string, seconds: number): Refusal {
  return new Refusal(429, 'TooManyRequests', message, { 'retry-after': String(seconds) });
}
