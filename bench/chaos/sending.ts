import { setTimeout as sleep } from 'node:timers/promises';
import { between, oneOf, random } from './random.ts';
import { tally } from './tally.ts';

/** Sends until it is acknowledged, now and then to both replicas at once, and later once more. */
export async function deliver(
  urls: readonly string[],
  send: (url: string) => Promise<Response>,
): Promise<unknown> {
  for (;;) {
    const targets = random() < 0.25 ? urls : [oneOf(urls)];
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

/** Tries again until it succeeds. */
export async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Unexpected) throw error;
      await sleep(between(50, 400));
    }
  }
}
