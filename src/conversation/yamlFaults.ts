import { type Document, isAlias, isMap, isNode, isScalar, type Node, visit, type YAMLError } from 'yaml';

/** What is wrong with a YAML file's form, in words for the person who edits it, and where: the index of a character. */
type FormFault = { readonly offset: number; readonly what: string };

/** A value that begins with one of these means something else to YAML, which few editors have heard of. */
const SIGNS = '*&!';
/** A value that begins with one of these means something else, too, where nothing follows that would make sense of it. */
const OTHER_SIGNS = '{[@`%|>';

/** What is before a value in its line: the dash of a list, and a name with its colon. */
const BEFORE_VALUE = /^\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*'|[^\s"'#:]+):\s+)?/;

/** A name and its value between braces, where YAML takes them for one name without a space between them. */
const JOINED = /^\w+:\S+$/;

const CONFLICT = /^(?:<{7}|={7}|>{7}|\|{7})(?=\s|$)/m;

/** What is wrong with the form of a file; of faults that follow from one another, the first. */
export function faultsOfForm(source: string, document: Document): readonly FormFault[] {
  const conflict = CONFLICT.exec(source);
  if (conflict) {
    const what =
      'a merge conflict is left: keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>.';
    return [{ offset: conflict.index, what }];
  }
  const [error] = document.errors;
  return error ? [faultOf(error, source, document)] : misread(source, document);
}

/** Values that YAML takes for an alias, an anchor or a tag, a gap for a map, or the end of a sentence for a comment. */
function misread(source: string, document: Document): FormFault[] {
  const faults: FormFault[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || (key.value !== null && key.value !== '')) return;
      const at = isNode(value) ? value.range : key.range;
      const what =
        'a colon without a name before it: write the name there, or put the sentence in quotes if the colon belongs to it.';
      faults.push({ offset: at?.[0] ?? 0, what });
    },
    Node(_, node) {
      if (!isNode(node)) return;
      if (isCut(node, source)) {
        const what =
          'a sentence ends at its " #", where a comment begins: put it in quotes, or the comment on a line of its own.';
        faults.push({ offset: node.range?.[0] ?? 0, what });
        return;
      }
      const empty =
        isMap(node) && node.flow === true ? node.items.find(({ value }) => value === null) : undefined;
      const joined = isScalar(empty?.key) ? JOINED.exec(String(empty.key.value)) : null;
      if (joined && isScalar(empty?.key)) {
        const what = `a space is missing behind the colon of "${joined[0]}".`;
        faults.push({ offset: empty.key.range?.[0] ?? 0, what });
        return visit.SKIP;
      }
      const isGap = empty !== undefined;
      if (!isGap && !isAlias(node) && !node.anchor && !node.tag) return;
      const begin = node.range?.[0] ?? 0;
      const offset = isGap ? begin : beginOfValue(source, begin);
      faults.push({ offset, what: quotesFor(source[offset] ?? '') });
      return visit.SKIP;
    },
  });
  return faults;
}

/** Whether a comment stands behind a text without quotes, which is mostly the rest of the text. */
function isCut(node: Node, source: string): boolean {
  if (!isScalar(node) || node.type !== 'PLAIN' || typeof node.value !== 'string') return false;
  return /^[ \t]+#/.test(source.slice(node.range?.[1]));
}

const quotesFor = (sign: string) =>
  `the text begins with ${SIGNS.includes(sign) ? '*, & or !' : sign}: put it in quotes, as in "${sign}…".`;

function faultOf(error: YAMLError, source: string, document: Document): FormFault {
  const [offset] = error.pos;
  const value = beginOfValue(source, offset);
  const sign = source[value] ?? '\n';
  if (SIGNS.includes(sign)) return { offset: value, what: quotesFor(sign) };
  const quoted = lastQuoted(document, offset);
  if (error.code === 'MISSING_CHAR' && error.message.includes('closing') && quoted) {
    return { offset: quoted.begin, what: 'the quotes that begin here do not end: close them.' };
  }
  if (error.code === 'UNEXPECTED_TOKEN' && quoted && /^[ \t]*$/.test(source.slice(quoted.end, offset))) {
    if (/^,[ \t]*$/.test(lineAt(source, offset)))
      return { offset, what: 'a comma stands behind the quote that ends the sentence: remove it.' };
    const what =
      "a quote ends the sentence before its end: write it as \\\" between double quotes, or '' between single ones. Or the quotes of a sentence above are not closed.";
    return { offset, what };
  }
  if (error.code === 'BAD_INDENT' && lacksDash(source, offset))
    return {
      offset,
      what: 'the dash of a list is missing here: write "- " before the sentence; or, where it goes on with the one above, indent it further.',
    };
  if (isSignAlone(error, sign)) return { offset: value, what: quotesFor(sign) };
  return { offset, what: REMEDIES[error.code]?.(lineAt(source, offset)) ?? unknown(error) };
}

const isSignAlone = ({ code }: YAMLError, sign: string) =>
  ['UNEXPECTED_TOKEN', 'BAD_SCALAR_START', 'BAD_INDENT', 'MISSING_CHAR'].includes(code) &&
  OTHER_SIGNS.includes(sign);

/** Whether the line with the character at `offset` has no dash and no name, and begins below the dash of the line above. */
function lacksDash(source: string, offset: number): boolean {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  const above = source.slice(0, start).trimEnd();
  const [, dashed] = /^( *)- /.exec(lineAt(above, above.lastIndexOf('\n') + 1)) ?? [];
  const [, indent] = /^( *)(?![- ]|[\w.]+:(?:\s|$))/.exec(lineAt(source, start)) ?? [];
  return dashed !== undefined && dashed === indent;
}

const NO_NAME =
  'a name and its colon are expected here, as in "name: a sentence", with a space behind the colon; a line that goes on with a sentence has to be indented further than its name.';
const INDENTED =
  'the line is indented differently from those that it belongs to: give them the same number of spaces.';

/** What to do about the YAML library's errors, by their code; each is given the line from the error on. */
const REMEDIES: { readonly [Code in YAMLError['code']]?: (rest: string) => string } = {
  BLOCK_AS_IMPLICIT_KEY: (rest) =>
    /:(?:\s|$)/.test(rest)
      ? 'a colon inside a sentence: put the sentence in quotes.'
      : 'a line is indented differently from those that it belongs to, here or below: give them the same number of spaces. A sentence with a colon in it goes in quotes.',
  MULTILINE_IMPLICIT_KEY: () => NO_NAME,
  MISSING_CHAR: () => NO_NAME,
  BAD_INDENT: () => INDENTED,
  BLOCK_IN_FLOW: () => 'a comma is missing between two names of a { … } here.',
  TAB_AS_INDENT: () => 'a tab: use spaces.',
  MULTIPLE_DOCS: () => '--- is not allowed: remove that line.',
  DUPLICATE_KEY: (rest) =>
    `"${rest.split(':')[0]}" is here twice: remove or rename one of them, or make it one list.`,
  BAD_DQ_ESCAPE: () =>
    'a backslash between double quotes: write it twice, or put the sentence in single quotes.',
  UNEXPECTED_TOKEN: (rest) =>
    rest.startsWith('-')
      ? 'the text begins with a dash: put it in quotes; or begin the list on the line below.'
      : INDENTED,
};

const unknown = ({ message }: YAMLError) =>
  `this is not valid YAML: ${message.replace(/ at line \d[\s\S]*/, '')}. Compare the line with its neighbours, or put its sentence in quotes.`;

/** The last text in quotes that begins before `offset`. */
function lastQuoted(document: Document, offset: number) {
  let last: { readonly begin: number; readonly end: number } | undefined;
  visit(document, {
    Scalar(_, node) {
      const [begin, end] = node.range ?? [0, 0];
      if (isScalar(node) && node.type?.startsWith('QUOTE') && begin < offset) last = { begin, end };
    },
  });
  return last;
}

function lineAt(source: string, offset: number): string {
  const [line = ''] = source.slice(offset).split('\n', 1);
  return line;
}

/** The index at which the value begins that has the character at `offset` in its line. */
function beginOfValue(source: string, offset: number): number {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  return start + (BEFORE_VALUE.exec(lineAt(source, start))?.[0].length ?? 0);
}
