import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

const OWN_NAMES: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows', linux: 'Linux' };

/** What was measured on, in a sentence: processor, memory, system; nothing by which the machine could be known. */
export function machine(browserVersion: string): string {
  const all = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const model = all[0]?.model.trim().replace(/\s+/g, ' ') ?? 'unknown processor';
  return `${model}, ${all.length} cores, ${memory} GB of memory, ${system()}, Node ${process.version}, Chromium ${browserVersion}`;
}

function system(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  } catch {
    return OWN_NAMES[process.platform] ?? process.platform;
  }
}
