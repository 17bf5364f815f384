import { LANGUAGE } from '../../dialogs/language.ts';
import { didYouMean } from '../nearest.ts';

const GAP = /\{([^{}]*)\}/g;

/** A sentence with its gaps filled by what `gaps` has under their names, but for those `left` open. Throws where nothing fills one. */
export function fillGaps(
  sentence: string,
  gaps: ReadonlyMap<string, string>,
  left: readonly string[] = [],
): string {
  const [loose] = /[{}].{0,20}/.exec(sentence.replaceAll(GAP, '')) ?? [];
  if (loose !== undefined)
    throw new Error(`a gap is not whole at "${loose}": write { before its name and } behind it.`);
  return sentence.replace(GAP, (gap, name: string) => {
    if (left.includes(name)) return gap;
    const value = gaps.get(name);
    if (value !== undefined) return value;
    const known = [...left, ...gaps.keys()];
    throw new Error(`nothing fills the gap ${gap}.${didYouMean(name, known) || SOURCES}`);
  });
}

const SOURCES =
  ` Gaps are filled from dialogs/provider.yaml ({imap.host}), dialogs/pictures/${LANGUAGE}.yaml ({picture.outlookLeaveCopy}), the files` +
  ' that set up a mail program ({file.profileIMAP}) and how long talks are kept ({keeping.days}).';

/** Nested maps as one map with dotted keys; lists stay values. */
export function flatten(content: unknown, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  if (typeof content !== 'object' || content === null) return flat;
  for (const [key, value] of Object.entries(content)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, deep] of flatten(value, path)) flat.set(inner, deep);
    } else {
      flat.set(path, value);
    }
  }
  return flat;
}
