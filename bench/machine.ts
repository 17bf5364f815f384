import { cpus, release, totalmem } from 'node:os';

/** The machine and the runtime, in one line for a table of results. */
export function machine(): string {
  const cores = cpus();
  const model = cores[0]?.model
    .replaceAll(/\s+/g, ' ')
    .replace(/ (?:\d+-Core )?Processor$/, '')
    .trim();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cores.length} × ${model}, ${memory} GB, ${process.platform} ${release().split('-')[0]}, Node ${process.version}`;
}
