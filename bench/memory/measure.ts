import { startLoading } from '../loading.ts';
import type { Task } from '../scale/load/main.ts';
import { LOAD } from '../scale/round.ts';
import { OURS, SECRET } from '../servers.ts';
import { startServing } from '../serving.ts';

/** What a process takes after so many talks, in MB. */
export type Sample = { readonly talks: number; readonly resident: number; readonly heap: number };
export type Curve = {
  readonly channel: 'messages' | 'directLine';
  readonly samples: readonly Sample[];
  readonly turns: number;
  /** How long all of it took, in seconds. */
  readonly took: number;
};

const MB = 1024 ** 2;

/** Holds `talks` whole talks with the bot as `npm start` runs it, and looks at its memory `samples` times meanwhile. */
export async function measureMemory(
  channel: Curve['channel'],
  { talks, samples, connections }: { talks: number; samples: number; connections: number },
): Promise<Curve> {
  const began = performance.now();
  const serving = await startServing(OURS.program, { settings: OURS.settings });
  const loading = startLoading<Task>(LOAD);
  const seen: Sample[] = [];
  let turns = 0;
  const look = async (talks: number) => {
    const { resident, heap } = await serving.usage();
    seen.push({ talks, resident: resident / MB, heap: heap / MB });
  };
  try {
    await look(0);
    for (let number = 1; number <= samples; number++) {
      const held = seen.at(-1)?.talks ?? 0;
      const amount = { talks: Math.round((number * talks) / samples) - held };
      const urls = [serving.url];
      const round = await loading.round(
        channel === 'messages'
          ? { kind: 'talks', urls, connections, amount, spread: 'talk' }
          : { kind: 'directLine', urls, connections, amount, secret: SECRET },
      );
      turns += round.turns;
      await look(held + amount.talks);
      if (number % 5 === 0) {
        const { talks, resident } = seen.at(-1) ?? { talks: 0, resident: 0 };
        console.error(`${channel}: ${talks} talks, ${resident.toFixed(0)} MB`);
      }
    }
  } finally {
    loading.stop();
    await serving.stop();
  }
  return { channel, samples: seen, turns, took: (performance.now() - began) / 1000 };
}
