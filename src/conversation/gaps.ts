import { didYouMean } from '../nearest.ts';

const GAP = /\{([^{}]*)\}/g;

/** A sentence with the provider's values in its gaps, but for those `left` open. Throws where nothing fills one. */
export function fillGaps(
  sentence: string,
  provider: ReadonlyMap<string, string>,
  left: readonly string[] = [],
): string {
  const [loose] = /[{}].{0,20}/.exec(sentence.replaceAll(GAP, '')) ?? [];
  if (loose !== undefined)
    throw new Error(`a gap is not whole at "${loose}": write { before its name and } behind it.`);
  return sentence.replace(GAP, (gap, name: string) => {
    if (left.includes(name)) return gap;
    const value = provider.get(name);
    if (value !== undefined) return value;
    const known = [...left, ...provider.keys()];
    throw new Error(`nothing fills the gap ${gap}.${didYouMean(name, known) || remedyForGap(gap)}`);
  });
}

const remedyForGap = (gap: string) =>
  ` Write one that dialogs/provider.yaml has, or that other sentences use, instead of ${gap}.`;

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
