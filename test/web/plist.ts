import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/** An element, as fast-xml-parser gives it in order: its name with its children, or a text. */
const node = z.record(z.string(), z.unknown());
const nodes = z.array(node);

const parser = new XMLParser({ preserveOrder: true, parseTagValue: false, trimValues: true });

/** A property list (Apple's PropertyList-1.0.dtd) as what it holds. Throws where it breaks the format's rules. */
export function readPlist(xml: string): unknown {
  const validity = XMLValidator.validate(xml);
  if (validity !== true) throw new Error(validity.err.msg);
  const [, plist] = nodes.parse(parser.parse(xml));
  const [root, ...others] = nodes.parse(plist?.plist);
  if (!root || others.length > 0) throw new Error('A property list holds one value.');
  return read(root);
}

function read(element: z.infer<typeof node>): unknown {
  const [[kind = '', content] = []] = Object.entries(element);
  const inner = nodes.parse(content);
  const text = inner.map((one) => String(one['#text'] ?? '')).join('');
  switch (kind) {
    case 'string':
      return text;
    case 'integer':
      if (!/^-?\d+$/.test(text)) throw new Error(`"${text}" is no integer.`);
      return Number(text);
    case 'true':
    case 'false':
      if (inner.length > 0) throw new Error(`<${kind}> is empty.`);
      return kind === 'true';
    case 'array':
      return inner.map(read);
    case 'dict':
      return dictionary(inner);
    default:
      throw new Error(`<${kind}> is no element of a property list.`);
  }
}

function dictionary(inner: z.infer<typeof nodes>): Record<string, unknown> {
  const entries: Record<string, unknown> = {};
  for (let at = 0; at < inner.length; at += 2) {
    const [name, value] = [inner[at], inner[at + 1]];
    const key = nodes
      .parse(name?.key)
      .map((one) => String(one['#text']))
      .join('');
    if (!value || key === '' || key in entries) throw new Error(`The key "${key}" has no value, or two.`);
    entries[key] = read(value);
  }
  return entries;
}
