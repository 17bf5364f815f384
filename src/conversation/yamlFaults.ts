import { type Document, isAlias, isNode, visit } from 'yaml';

/** What is wrong with a YAML file's form, in words for the person who edits it, and where: the index of a sign. */
export type FormFault = { readonly offset: number; readonly what: string };

/** A value that begins with one of these means something else to YAML, which few editors have heard of. */
const SIGNS = '*&!';

/** Where a value begins: behind what is before it in its line, the name and its colon or the dash of a list. */
const BEFORE_VALUE = /^\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*'|[^\s"'#:]+):\s+)?/;

/** What is wrong with the form of a file; of faults that follow from one another, the first. */
export function faultsOfForm(source: string, document: Document): readonly FormFault[] {
  const signs = valuesWithSigns(source, document);
  const [first] = document.errors;
  if (!first) return signs;
  const offset = beginOfValue(source, first.pos[0]);
  const sign = source[offset] ?? '';
  if (SIGNS.includes(sign) && sign !== '') return [{ offset, what: quotesFor(sign) }];
  return [
    {
      offset: first.pos[0],
      what: `this is not valid YAML: ${first.message.replace(/ at line \d[\s\S]*/, '')}.`,
    },
  ];
}

/** Values that YAML takes for an alias, an anchor or a tag. */
function valuesWithSigns(source: string, document: Document): FormFault[] {
  const faults: FormFault[] = [];
  visit(document, {
    Node(_, node) {
      if (!isNode(node) || !(isAlias(node) || node.anchor || node.tag)) return;
      const offset = beginOfValue(source, node.range?.[0] ?? 0);
      faults.push({ offset, what: quotesFor(source[offset] ?? '') });
    },
  });
  return faults;
}

const quotesFor = (sign: string) =>
  `the text begins with ${SIGNS.includes(sign) ? '*, & or !' : sign}: put it in quotes, as in "${sign}…".`;

/** The index at which the value begins that has the sign at `offset` in its line. */
function beginOfValue(source: string, offset: number): number {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = source.slice(start).split('\n', 1);
  return start + (BEFORE_VALUE.exec(line)?.[0].length ?? 0);
}
