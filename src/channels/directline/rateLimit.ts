const MINUTE = 60_000;

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
