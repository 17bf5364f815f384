/** A sentence with the provider's values in its gaps, but for those `left` open. Throws where nothing fills one. */
export function fillGaps(
  sentence: string,
  provider: ReadonlyMap<string, string>,
  left: readonly string[] = [],
): string {
  return sentence.replace(/\{([^{}]*)\}/g, (gap, name: string) => {
    if (left.includes(name)) return gap;
    const value = provider.get(name);
    if (value !== undefined) return value;
    throw new Error(`nothing fills the gap ${gap}. Known are: ${[...provider.keys()].join(', ')}.`);
  });
}

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
