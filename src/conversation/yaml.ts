import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { cached } from '../diskCache.ts';
import { isRecord } from '../record.ts';
import { faultsOfValues } from './valueFaults.ts';
import { faultsOfForm } from './yamlFaults.ts';

/** An operator's mistake in `dialogs/`: the message says where (file and line), what, and what to do. */
export class DialogError extends Error {
  override name = 'DialogError';
}

/** A YAML file, read; it knows the line of each of its keys for messages to the person who edits it. */
export type YamlFile = {
  readonly name: string;
  /** Where it is, as it was given to `readYaml`. */
  readonly path: string;
  readonly content: unknown;
  /** Line of a key or a list's item, counted from 1; of the nearest parent where the key is missing. */
  readonly lineOf: (path: readonly string[]) => number;
  /** Line where a key's name stands within the text of another one, as one that is indented too far does; null where none does. */
  readonly lineWithin: (name: string) => number | null;
  /** An error that points at a key. */
  readonly wrong: (path: readonly string[], what: string) => DialogError;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** UTF-16 of English is UTF-8 as well, with one of these beside every letter. */
const ZERO = '\u0000';
const CONTROL = /(?![\t\n\r])\p{Cc}/u;

/** The text of a file of `dialogs/`. Throws `DialogError` where it is not UTF-8, or has invisible characters. */
function textOf(bytes: Buffer, name: string): string {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    // The replacement character stands for bytes that are not UTF-8; the first one says where.
    throw notUtf8(name, bytes.toString('utf8'), '\ufffd');
  }
  if (text.includes(ZERO)) throw notUtf8(name, text, ZERO);
  if (text.includes('\r') && !text.includes('\n'))
    throw new DialogError(
      `${name}:1: its lines end as on an old Mac: save it with line ends of Unix or Windows.`,
    );
  const control = CONTROL.exec(text);
  if (control) {
    const code = text.charCodeAt(control.index).toString(16).toUpperCase().padStart(4, '0');
    throw new DialogError(
      `${name}:${lineAt(text, control.index)}: a control character that nobody sees (U+${code}): remove it.`,
    );
  }
  return text;
}

/** What is in a file of `dialogs/`, whatever it says. Throws `DialogError` where it is missing. */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new DialogError(
      `${nameOf(file)}: the file cannot be read. Put it back or correct its permissions.`,
    );
  }
}

const notUtf8 = (name: string, text: string, sign: string) =>
  new DialogError(`${name}:${lineAt(text, text.indexOf(sign))}: the file is not UTF-8: save it as UTF-8.`);

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/** A file's name as it stands in messages. */
const nameOf = (file: string) => relative(process.cwd(), file) || file;

/** How many contents are cached; that of a file takes some dozen kilobytes. */
const CONTENTS = 100;
/** What reads them, which may come to read them otherwise. */
export const YAML_CODE = [
  ...['yaml.ts', 'yamlFaults.ts'].map((name) => join(import.meta.dirname, name)),
  createRequire(import.meta.url).resolve('yaml/package.json'),
].map((file) => readFileSync(file));

/** Reads a YAML file, or takes what was read in the same the last time. Throws `DialogError` where it is missing or is not YAML. */
export function readYaml(file: string): YamlFile {
  const name = nameOf(file);
  const bytes = readBytes(file);
  const entry = { kind: 'yaml', most: CONTENTS, from: [bytes, ...YAML_CODE] };
  const content = cached(entry, () => contentOf(bytes, name), isContent);
  let document: ReturnType<typeof documentOf> | undefined;
  const read = () => (document ??= documentOf(textOf(bytes, name)));
  const lineOf = (path: readonly string[]) => lineIn(read(), path);
  const lineWithin = (key: string) => lineOfSwallowed(read(), key);
  const wrong = (path: readonly string[], what: string) =>
    new DialogError(`${name}:${lineOf(path)}: ${what}`);
  return { name, path: file, content, lineOf, lineWithin, wrong };
}

/** A YAML document with where its lines begin. */
function documentOf(source: string) {
  const lines = new LineCounter();
  return { source, document: parseDocument(source, { lineCounter: lines }), lines };
}

/** As much as is known of what a YAML file says before it is parsed: it has names at the beginnings of its lines. */
const isContent = (value: unknown): value is unknown => isRecord(value);

/** What a YAML file says. Throws `DialogError` with all that is wrong in its form. */
function contentOf(bytes: Buffer, name: string): unknown {
  const source = textOf(bytes, name);
  const { document, lines } = documentOf(source);
  const faults = faultsOfForm(source, document);
  if (faults.length > 0) {
    const told = faults.map(({ offset, what }) => `${name}:${lines.linePos(offset).line}: ${what}`);
    throw new DialogError(told.join('\n'));
  }
  if (!isMap(document.contents))
    throw new DialogError(
      `${name}:1: the file ${document.contents === null ? 'is empty: put it back' : 'has to have names with colons at the beginnings of its lines'}.`,
    );
  const content: unknown = document.toJS();
  return WIDE.test(source) ? narrowed(content) : content;
}

/** The line at whose beginning a name and its colon stand within a text, counted from 1; null where there is none. */
function lineOfSwallowed(
  { source, document, lines }: ReturnType<typeof documentOf>,
  name: string,
): number | null {
  const atBeginning = new RegExp(`(?<=\\n *)${name}: `);
  let line: number | null = null;
  visit(document, {
    Scalar(_, { range }) {
      const [begin, end] = range ?? [0, 0];
      const found = atBeginning.exec(source.slice(begin, end));
      if (!found) return undefined;
      line = lines.linePos(begin + found.index).line;
      return visit.BREAK;
    },
  });
  return line;
}

/** The line of a key or an item, counted from 1; of the nearest parent where it is missing. */
function lineIn({ document, lines }: ReturnType<typeof documentOf>, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (!isNode(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
      continue;
    }
    if (!isMap(node)) break;
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
    if (!pair || !isScalar(pair.key)) break;
    offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  return lines.linePos(offset).line;
}

/** A character that takes two bytes in V8's strings. */
const WIDE = /[\u0100-\uffff]/;

/**
 * The same content, in which a text of narrow characters takes one byte for each. A part of a text that has a wide one
 * somewhere takes two, and all that is made of it, so that each reply takes three times as long to be written as JSON.
 */
function narrowed(content: unknown): unknown {
  if (typeof content === 'string')
    return WIDE.test(content) ? content : Buffer.from(content, 'latin1').toString('latin1');
  if (Array.isArray(content)) return content.map(narrowed);
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, narrowed(value)]));
}

/** Does the work for each item. Where some of it throws `DialogError`, does the rest and throws all of it as one, line by line. */
export function mapAll<Item, Result>(items: Iterable<Item>, work: (item: Item) => Result): Result[] {
  const results: Result[] = [];
  const faults: string[] = [];
  for (const item of items) {
    try {
      results.push(work(item));
    } catch (error) {
      if (!(error instanceof DialogError)) throw error;
      faults.push(error.message);
    }
  }
  if (faults.length > 0) throw new DialogError(faults.join('\n'));
  return results;
}

/** What a file says, checked; `remedy` tells what to do. Throws `DialogError` with all that is wrong. */
export function parsed<Schema extends z.ZodType>(
  file: YamlFile,
  schema: Schema,
  remedy = 'Correct it there.',
): z.infer<Schema> {
  const { success, data } = schema.safeParse(file.content);
  if (success) return data;
  const faults = faultsOfValues(schema, file.content, remedy);
  throw new DialogError(faults.map(({ path, what }) => file.wrong(path, what).message).join('\n'));
}
