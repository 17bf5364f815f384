/**
 * The little of an Observable that Web Chat asks for. Whoever subscribes hears what has come so far, the latest
 * `memory` values of it, and then the rest.
 *
 * @template Value
 * @param {{ memory: number, first?: readonly Value[] }} options
 */
export function subject({ memory, first = [] }) {
  /** @type {Set<import('./types.d.ts').Observer<Value>>} */
  const observers = new Set();
  let past = first;
  return {
    /** @param {Value} value */
    next(value) {
      past = [...past, value].slice(-memory);
      for (const observer of observers) observer.next(value);
    },
    /** @param {import('./types.d.ts').Given<Value>} given */
    subscribe(...given) {
      const observer = observerFrom(given);
      observers.add(observer);
      for (const value of past) observer.next(value);
      return { unsubscribe: () => void observers.delete(observer) };
    },
  };
}

/**
 * An observer from an object of functions, or from the functions themselves.
 *
 * @template Value
 * @param {import('./types.d.ts').Given<Value>} given
 * @returns {import('./types.d.ts').Observer<Value>}
 */
export function observerFrom([first, error, complete]) {
  const given = typeof first === 'function' ? { next: first, error, complete } : first;
  return {
    next: (value) => given?.next?.(value),
    error: (reason) => given?.error?.(reason),
    complete: () => given?.complete?.(),
  };
}
