import { hash } from 'node:crypto';

/**
 * What was put in lately: of `most` entries about the older half is forgotten whenever there are too many. `countOf` says for
 * how many a value counts; it is asked again when the value goes.
 */
export function openRecent<Value>(most: number, countOf: (value: Value) => number = () => 1) {
  let recent = new Map<string, Value>();
  let older = new Map<string, Value>();
  /** How many there are in `recent`, by what they count for. */
  let count = 0;
  function age(): void {
    older = recent;
    recent = new Map();
    count = 0;
  }
  function leave(key: string): void {
    const value = recent.get(key);
    if (value === undefined) return;
    recent.delete(key);
    count -= countOf(value);
  }
  function set(key: string, value: Value): void {
    leave(key);
    if (count + countOf(value) > most / 2) age();
    recent.set(key, value);
    count += countOf(value);
  }
  return {
    get(key: string): Value | undefined {
      const found = recent.get(key);
      if (found !== undefined) return found;
      const kept = older.get(key);
      if (kept !== undefined) set(key, kept);
      return kept;
    },
    set,
    drop(key: string): void {
      leave(key);
      older.delete(key);
    },
    clear(): void {
      recent.clear();
      older.clear();
      count = 0;
    },
    /** Forgets what was neither put in nor asked for since the last time. */
    age,
  };
}

/** A key for what holds somebody's words: what is remembered by it has none of them. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** A pure function that remembers its latest results by a text key, `most` of them; none where the key is null. */
export function memoise<Input, Result extends NonNullable<unknown>>(
  most: number,
  keyOf: (input: Input) => string | null,
  compute: (input: Input) => Result,
): (input: Input) => Result {
  const results = openRecent<Result>(most);
  return (input) => {
    const key = keyOf(input);
    if (key === null) return compute(input);
    const found = results.get(key);
    if (found !== undefined) return found;
    const result = compute(input);
    results.set(key, result);
    return result;
  };
}

/** A pure function of an object that is worked out once for each, and remembered as long as somebody has the object. */
export function oncePer<Input extends object, Result extends NonNullable<unknown>>(
  compute: (input: Input) => Result,
): (input: Input) => Result {
  const results = new WeakMap<Input, Result>();
  return (input) => {
    const known = results.get(input);
    if (known !== undefined) return known;
    const result = compute(input);
    results.set(input, result);
    return result;
  };
}
