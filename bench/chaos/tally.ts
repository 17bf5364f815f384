import { tableOf } from '../tables.ts';

/** What the clients did, and what went wrong with it. */
export const tally = {
  talks: 0,
  acknowledged: 0,
  sentAgain: 0,
  lost: 0,
  doubled: 0,
  outOfOrder: 0,
  otherwise: 0,
};

/** What was done to the processes; `fellOver` is what they did by themselves. */
export const accidents = { killed: 0, stopped: 0, redisKilled: 0, redisPaused: 0, fellOver: 0 };

/** The first faults, in words. */
export const faults: string[] = [];
const MOST_FAULTS = 20;

type Fault = 'lost' | 'doubled' | 'outOfOrder' | 'otherwise';

export function blame(fault: Fault, what: string): void {
  tally[fault]++;
  if (faults.length < MOST_FAULTS) faults.push(`${fault}: ${what}`);
}

export function isFaultless(): boolean {
  const { lost, doubled, outOfOrder, otherwise } = tally;
  return lost + doubled + outOfOrder + otherwise + accidents.fellOver === 0;
}

/** One line on how far it has come. */
export function progress(seconds: number): string {
  const { talks, acknowledged, sentAgain, lost, doubled, outOfOrder, otherwise } = tally;
  const { killed, stopped, redisKilled, redisPaused } = accidents;
  return `${seconds} s: ${talks} talks, ${acknowledged} turns (${sentAgain} sendings failed), replicas killed ${killed} stopped ${stopped}, Redis killed ${redisKilled} paused ${redisPaused}; lost ${lost}, doubled ${doubled}, out of order ${outOfOrder}, otherwise ${otherwise}`;
}

/** All of it as a Markdown table. */
export function chaosTable(name: string, seconds: number): string {
  const rows: [string, number][] = [
    ['seconds', seconds],
    ['talks (each held against the pure function)', tally.talks],
    ['turns acknowledged', tally.acknowledged],
    ['sendings that failed and were repeated', tally.sentAgain],
    ['replicas killed (SIGKILL)', accidents.killed],
    ['replicas stopped (SIGTERM)', accidents.stopped],
    ['Redis killed and started again', accidents.redisKilled],
    ['Redis hung and let go on', accidents.redisPaused],
    ['replicas that ended by themselves', accidents.fellOver],
    ['**turns lost**', tally.lost],
    ['**turns doubled**', tally.doubled],
    ['turns out of order', tally.outOfOrder],
    ['turns answered otherwise than by the pure function', tally.otherwise],
  ];
  return tableOf(
    [name, 'count'],
    rows.map(([name, count]) => [name, count.toLocaleString('en')]),
  );
}
