/**
 * A pure function that remembers its results by a text key, up to `most` of them; then it begins anew with the
 * older half forgotten.
 */
export function memoise<Input, Result>(
  most: number,
  keyOf: (input: Input) => string,
  compute: (input: Input) => Result,
): (input: Input) => Result {
  let recent = new Map<string, Result>();
  let older = new Map<string, Result>();
  return (input) => {
    const key = keyOf(input);
    const found = recent.get(key);
    if (found !== undefined) return found;
    const result = older.get(key) ?? compute(input);
    if (recent.size >= most / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(key, result);
    return result;
  };
}
