import { z } from 'zod';
import { didYouMean, nearest } from '../nearest.ts';

/** What is wrong with a value in a YAML file, and where: the names that lead to it. */
type ValueFault = { readonly path: readonly string[]; readonly what: string };

/**
 * What a schema finds wrong, in words for the person who edits the file; `remedy` follows what the schema says in
 * its own words. A name that is only misspelt is told once, not also as missing.
 */
export function faultsOfValues(schema: z.ZodType, content: unknown, remedy: string): readonly ValueFault[] {
  const issues = schema.safeParse(content).error?.issues ?? [];
  const refused = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path.map(String), key]) : [],
  );
  // Where names of the operator's own may stand, none is refused.
  const misspelt =
    refused.length > 0 ? [] : issues.flatMap(({ path }) => misspeltFor(schema, content, path.map(String)));
  const strange = [...refused, ...misspelt].map((path) => strangeName(schema, path));
  const meant = new Set(strange.map(({ meant }) => meant));
  const others = issues.flatMap((issue): ValueFault[] => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') return [];
    const value = valueAt(content, path);
    if (value === undefined && meant.has(path.join('.'))) return [];
    if (value === null && typeAt(schema, path) instanceof z.ZodOptional)
      return [{ path, what: `"${path.join('.')}" is empty: write what belongs there, or remove it.` }];
    return [{ path, what: `"${path.join('.')}"${plainly(issue, value) ?? `: ${issue.message}. ${remedy}`}` }];
  });
  // A value of another kind may be too short as well: what is told of it first is enough.
  const first = new Map(others.toReversed().map((fault) => [fault.path.join('.'), fault]));
  return [...strange, ...others.filter((fault) => first.get(fault.path.join('.')) === fault)];
}

/** The path of a name that may stand for one that is missing, if there is one. */
function misspeltFor(schema: z.ZodType, content: unknown, path: readonly string[]): string[][] {
  const parent = path.slice(0, -1);
  const beside = valueAt(content, parent);
  if (valueAt(content, path) !== undefined || typeof beside !== 'object' || beside === null) return [];
  const known = new Set(namesAt(schema, parent));
  const others = Object.keys(beside).filter((name) => !known.has(name));
  const key = nearest(path.at(-1) ?? '', others);
  return key === undefined ? [] : [[...parent, key]];
}

function strangeName(schema: z.ZodType, path: readonly string[]) {
  const [parent, key = ''] = [path.slice(0, -1), path.at(-1)];
  const known = namesAt(schema, parent);
  const similar = nearest(key, known);
  const remedy = similar === undefined ? ' Remove it, or correct its name.' : didYouMean(key, known);
  return {
    path,
    meant: similar === undefined ? null : [...parent, similar].join('.'),
    what: `"${path.join('.')}" is not a name that is known here.${remedy}`,
  };
}

/** What a value should be, in words, for what the schema itself says in the words of programmers; null for the rest. */
function plainly(issue: z.core.$ZodIssue, value: unknown): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return plainType(issue.expected, value);
    case 'invalid_value': {
      const values = issue.values.map(String);
      if (value === undefined || value === null) return ` is missing: write one of ${values.join(', ')}.`;
      const said = String(value);
      return ` is ${said}, and has to be one of ${values.join(', ')}.${didYouMean(said, values)}`;
    }
    case 'too_small':
      if (typeof value === 'string' && value.trim() === '')
        return ' is empty: write a sentence there, or remove it.';
      // Where a list is not of sentences, its schema says what it is of.
      return issue.origin === 'array' && issue.message.startsWith('Too small')
        ? ' is an empty list: write sentences there, each after "- ".'
        : null;
    default:
      return null;
  }
}

function plainType(expected: string, value: unknown): string {
  const isMissing = value === undefined || value === null;
  switch (expected) {
    case 'string':
      if (isMissing) return ' has no text: write one there.';
      if (Array.isArray(value)) return ' is a list: write one text there.';
      if (typeof value === 'object') return ' has a colon in it: put the sentence in quotes.';
      return ` is ${String(value)}, which is not taken for a text: put it in quotes.`;
    case 'array':
      if (isMissing) return ' is missing: write a list of sentences there, each on its line after "- ".';
      return ' has to be a list: write each sentence on its line after "- ".';
    case 'object':
    case 'record':
      if (isMissing) return ' is missing: write what belongs to it below it, indented further.';
      return ' has to have names with colons below it, indented further.';
    default:
      if (isMissing) return ' is missing: write a number there.';
      return ` is ${JSON.stringify(value)}: write a whole number without quotes.`;
  }
}

function valueAt(content: unknown, path: readonly string[]): unknown {
  let value = content;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === step)?.[1];
  }
  return value;
}

/** The names that a schema knows at a place. */
function namesAt(schema: z.ZodType, path: readonly string[]): readonly string[] {
  const here = bare(typeAt(schema, path));
  if (here instanceof z.ZodObject) return Object.keys(here.shape);
  if (here instanceof z.ZodRecord && here.keyType instanceof z.ZodEnum)
    return here.keyType.options.map(String);
  return [];
}

/** What a schema has at a place; undefined where it knows none. */
function typeAt(schema: z.ZodType, path: readonly string[]): unknown {
  let here: unknown = schema;
  for (const step of path) {
    here = bare(here);
    if (here instanceof z.ZodObject) here = here.shape[step];
    else if (here instanceof z.ZodRecord) here = here.valueType;
    else return undefined;
  }
  return here;
}

const bare = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? schema.unwrap() : schema);
