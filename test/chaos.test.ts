import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CHAOS = join(import.meta.dirname, '../bench/chaos/main.ts');
/** A quarter of a minute each; `npm run chaos` is the long form. */
const MINUTES = 15 / 60;

test.each(['redis', 'sqlite'])(
  'no acknowledged turn is lost, doubled or out of order while processes are killed: %s',
  { timeout: 120_000 },
  async (engine) => {
    const { code, output } = await new Promise<{ code: number | null; output: string }>((done) => {
      const child = execFile(
        process.execPath,
        [CHAOS, String(MINUTES), engine],
        { maxBuffer: 2 ** 26 },
        (_error, stdout, stderr) => done({ code: child.exitCode, output: stdout + stderr }),
      );
    });
    expect({ code, output }).toMatchObject({ code: 0 });
    const last = output.split('\n').findLast((line) => line.includes(' talks, ')) ?? '';
    const [, turns, killed, stopped] =
      /talks, (\d+) turns .*replicas killed (\d+) stopped (\d+)/.exec(last) ?? [];
    expect(Number(turns)).toBeGreaterThan(100);
    expect(Number(killed) + Number(stopped)).toBeGreaterThan(0);
    expect(last, output).toMatch(/lost 0, doubled 0, out of order 0, otherwise 0$/);
  },
);
