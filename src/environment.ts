import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { SETTINGS, SettingError } from './config.ts';
import { didYouMean, nearest } from './nearest.ts';
import { reasonOf } from './reason.ts';

type Environment = Record<string, string | undefined>;

/** Settings of the bot and of what belongs to it. */
const KNOWN: readonly string[] = [...SETTINGS, 'TEAMS_APP_ID'];
/** What Node and the system look at, and may stand in a `.env` as well. */
const OTHERS = /^(NODE_\w+|TZ|LANG|LC_\w+|NO_COLOR|FORCE_COLOR|(HTTPS?|NO|ALL)_PROXY)$/i;

/**
 * Sets what `.env` says and the environment does not, if the file is there. Gives a warning for each setting that the environment
 * has as nothing: that is how one of `.env` is switched off, and may be a slip. Throws `SettingError` with file and line.
 */
export function readEnvFile(file: string, environment: Environment): readonly string[] {
  if (!existsSync(file)) return [];
  // With its byte order mark, the first name would be another one.
  const text = contentOf(file).replace(/^\ufeff/, '');
  if (/[\0\ufffd]/.test(text)) throw new SettingError(`${file}: the file is not UTF-8: save it as UTF-8.`);
  const given = parseEnv(text);
  const faults = [...malformed(text), ...Object.keys(given).flatMap((name) => strange(name, text))];
  if (faults.length > 0)
    throw new SettingError(faults.map(({ line, what }) => `${file}:${line}: ${what}`).join('\n'));
  for (const [name, value] of Object.entries(given)) environment[name] ??= value;
  return Object.entries(given).flatMap(([name, value]) =>
    value !== '' && environment[name] === ''
      ? `The environment has ${name} as nothing, so that its value in ${file} does not count. Remove it from the environment if it is to count.`
      : [],
  );
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
    const what =
      code === 'EISDIR' ? 'this is a folder, and not a file' : `the file cannot be read (${reasonOf(error)})`;
    throw new SettingError(
      `${file}: ${what}. Make it a text file that the bot may read, or move it away: all settings have a default in development.`,
    );
  }
}

type Fault = { readonly line: number; readonly what: string };

function strange(name: string, text: string): Fault[] {
  if (KNOWN.includes(name) || (OTHERS.test(name) && !isNearlyKnown(name))) return [];
  const isNamed = (line: string) => /^\s*(?:export\s+)?([^\s=]+)\s*=/.exec(line)?.[1] === name;
  const line = text.split('\n').findIndex(isNamed) + 1;
  const remedy =
    didYouMean(name, KNOWN) ||
    ' Remove it; .env.example has all there are. Settings of other programs go elsewhere.';
  return [{ line, what: `"${name}" is no setting of the bot.${remedy}` }];
}

/**
 * Lines that give nothing, as a colon or a space stands for the equals sign, settings that are given twice, values that a # or a
 * quote within them cuts off, and quotes that are left open in their line: Node would go on to the next quote, which may be in another setting.
 */
function malformed(text: string): Fault[] {
  const lines = text.split(/\r?\n/);
  /** The line with which a value ends that was begun above. */
  let end = -1;
  const seen = new Map<string, number>();
  return lines.flatMap((line, at): Fault[] => {
    if (at <= end) return [];
    const [, name = '', rest = ''] = /^\s*(?:export\s+)?(\w*)(.*)$/.exec(line) ?? [];
    if (name === '' && /^\s*(#|$)/.test(rest)) return [];
    const [, space = '', value] = /^\s*=(\s*)(.*)$/.exec(rest) ?? [];
    const fault = (what: string) => [{ line: at + 1, what }];
    if (value === undefined)
      return fault(
        KNOWN.includes(name)
          ? `${name} lacks its equals sign: write ${name}=… there.`
          : 'this is no setting: write NAME=value, or a # before what is only to be read.',
      );
    const before = seen.get(name);
    seen.set(name, at + 1);
    if (before !== undefined) return fault(`${name} is set in line ${before} already: remove one of them.`);
    const quote = value[0] ?? '';
    const isQuoted = /["'`]/.test(quote);
    if (!isQuoted && (/[^\s#]#/.test(value) || (space === '' && /^#+[^\s#]/.test(value))))
      return fault(
        `what comes after # in the value of ${name} would count as a comment: put the value in quotes, or a space before the #.`,
      );
    if (!isQuoted) return [];
    const closing = value.indexOf(quote, 1);
    if (closing > 0 && /^\s*$|^\s+#/.test(value.slice(closing + 1))) return [];
    if (closing > 0)
      return fault(
        `what comes after the closing quote in the value of ${name} would be left out: put the whole value in quotes of a kind that is not in it (", ' or \`), and a space and a # before a comment.`,
      );
    end = lines.findIndex((later, below) => below > at && later.includes(quote));
    return fault(
      `the quote that begins the value of ${name} is not closed in this line: write the value in one line, and close it there.`,
    );
  });
}

/**
 * What is told of names in the environment that differ by a slip from a setting that is not given: probably one that is
 * misspelt, though another program may have it.
 */
export function misspeltSettings(environment: Readonly<Environment>): readonly string[] {
  return Object.keys(environment)
    .filter((name) => !KNOWN.includes(name) && isNearlyKnown(name, environment))
    .map(
      (name) => `The environment has "${name}", which is no setting of the bot.${didYouMean(name, KNOWN)}`,
    );
}

/** One slip in a short name and two in a longer one; HOST is not PORT. */
const oneOrTwo = (known: string) => (known.length < 6 ? 1 : 2);

function isNearlyKnown(name: string, given: Readonly<Environment> = {}): boolean {
  const meant = nearest(name, KNOWN, oneOrTwo);
  return meant !== undefined && given[meant] === undefined;
}
