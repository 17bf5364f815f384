import { startLoading } from './loading.ts';
import { median } from './median.ts';
import { untilSettled } from './scale/idle.ts';
import { type Measured, SECRET, SERVERS } from './servers.ts';
import { type Serving, startServing } from './serving.ts';

/** One server in one round. */
export type Round = {
  readonly turnsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor time per turn, in microseconds. */
  readonly cpu: number;
  /** Processor time per turn of the thread that holds the talks, in microseconds. */
  readonly main: number;
  /** Resident memory at the end, in MB. */
  readonly resident: number;
};

export type ThroughputOptions = {
  readonly only: readonly string[] | null;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly nodeOptions: readonly string[];
};

export type Measurement = {
  readonly server: Measured;
  readonly median: Round;
  readonly rounds: readonly Round[];
};

/** How long the first round is at least, in seconds: V8 compiles what runs often. */
const WARM_UP = 5;

/**
 * Load on each server in turn, round after round in changing order, so that what else the machine does meets all of
 * them. The servers run all the time; only one is under load. The first round warms up and does not count.
 */
export async function measureThroughput(options: ThroughputOptions): Promise<Measurement[]> {
  const { only, rounds, seconds, connections, nodeOptions } = options;
  const servers = SERVERS.filter(({ id }) => only === null || only.includes(id));
  const loading = startLoading();
  const running: { server: Measured; serving: Serving; rounds: Round[] }[] = [];
  try {
    for (const server of servers) {
      const { program, settings } = server;
      const serving = await startServing(program, { settings, nodeOptions });
      running.push({ server, serving, rounds: [] });
    }
    await untilSettled(running.map(({ serving }) => serving));
    for (let round = 0; round <= rounds; round++) {
      const order = running.map((_, at) => running[(at + round) % running.length]);
      for (const one of round % 2 === 0 ? order : order.reverse()) {
        if (!one) continue;
        const { server, serving } = one;
        const before = await serving.usage();
        const { url } = serving;
        const long = round === 0 ? Math.max(seconds, WARM_UP) : seconds;
        const job = { url, connections, seconds: long, talks: server.talks, secret: SECRET };
        const seen = await loading.round(job);
        const after = await serving.usage();
        if (round === 0) continue;
        one.rounds.push({
          turnsPerSecond: seen.turns / seen.duration,
          p50: seen.p50,
          p99: seen.p99,
          cpu: (after.cpu - before.cpu) / seen.turns,
          main: (after.main - before.main) / seen.turns,
          resident: after.resident / 1024 ** 2,
        });
        console.error(
          `round ${round} ${server.id}: ${Math.round(seen.turns / seen.duration)}/s, p99 ${seen.p99.toFixed(0)} ms`,
        );
      }
    }
  } finally {
    loading.stop();
    for (const { serving } of running) await serving.stop();
  }
  return running.map(({ server, rounds }) => ({
    server,
    rounds,
    median: {
      turnsPerSecond: median(rounds.map((one) => one.turnsPerSecond)),
      p50: median(rounds.map((one) => one.p50)),
      p99: median(rounds.map((one) => one.p99)),
      cpu: median(rounds.map((one) => one.cpu)),
      main: median(rounds.map((one) => one.main)),
      resident: median(rounds.map((one) => one.resident)),
    },
  }));
}
