/** @typedef {'open' | 'close' | 'message' | 'unread'} Name */
/** @typedef {(value?: number) => void} Listener */

/** What the launcher's page may hear: each name with those who listen. */
export function openEvents() {
  /** @type {Record<Name, Set<Listener>>} */
  const listeners = { open: new Set(), close: new Set(), message: new Set(), unread: new Set() };
  return {
    /**
     * Calls `listener` at each 'open', 'close', 'message' or 'unread' (with the count); gives how to stop it.
     *
     * @param {Name} name
     * @param {Listener} listener
     */
    on(name, listener) {
      if (!Object.hasOwn(listeners, name)) throw new Error(`PopOrImap has no event "${name}".`);
      listeners[name].add(listener);
      return () => {
        listeners[name].delete(listener);
      };
    },
    /**
     * @param {Name} name
     * @param {number} [value]
     */
    emit(name, value) {
      // One that throws keeps nothing from the others: the browser tells of it.
      for (const listener of listeners[name]) queueMicrotask(() => listener(value));
    },
  };
}
