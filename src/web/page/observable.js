/**
 * The little of an Observable that Web Chat asks for. Whoever subscribes hears what has come so far, the latest
 * `memory` values of it, and then the rest.
 */
export function subject({ memory, first = [] }) {
  const observers = new Set();
  let past = first;
  return {
    next(value) {
      past = [...past, value].slice(-memory);
      for (const observer of observers) observer.next(value);
    },
    subscribe(...given) {
      const observer = observerFrom(given);
      observers.add(observer);
      for (const value of past) observer.next(value);
      return { unsubscribe: () => observers.delete(observer) };
    },
  };
}

/** An observer from an object of functions, or from the functions themselves. */
export function observerFrom([first, error, complete]) {
  const given = typeof first === 'function' ? { next: first, error, complete } : (first ?? {});
  return {
    next: (value) => given.next?.(value),
    error: (reason) => given.error?.(reason),
    complete: () => given.complete?.(),
  };
}
