import { join, relative, sep } from 'node:path';
import { ROOT } from './packed.ts';

/** What is told of an error by which a file or a package of the bot's is not there, and how to bring it back; null for any other. */
export function missingText(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const code = error.code;
  const isModule = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
  if (!isModule && code !== 'ENOENT') return null;
  const name = isModule
    ? /^Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1]
    : 'path' in error && error.path;
  if (typeof name !== 'string') return null;
  const [folder = ''] = relative(ROOT, name).split(sep);
  if (['src', 'dialogs'].includes(folder) && name.startsWith(ROOT))
    return `${relative(ROOT, name)} is missing. Put it back, as by "git checkout -- ${folder}".`;
  if (!isModule && !name.startsWith(join(ROOT, 'node_modules'))) return null;
  return `${name} is missing: what the bot needs is not installed, or not all of it. Run "npm ci".`;
}
