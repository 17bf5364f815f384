/** @typedef {'open' | 'close' | 'message' | 'unread'} Name */
/** @typedef {(value?: number) => void} Listener */

/** What the launcher's page may hear: each name with those who listen. */
export function openEvents() {
  /** @type {Record<string, Listener[]>} */
  const listeners = { open: [], close: [], message: [], unread: [] };
  return {
    /**
     * Calls `listener` at each 'open', 'close', 'message' or 'unread' (with the count); gives how to stop it.
     *
     * @param {Name} name
     * @param {Listener} listener
     */
    on(name, listener) {
      if (!Object.hasOwn(listeners, name)) throw new Error(`PopOrImap has no event "${name}".`);
      listeners[name]?.push(listener);
      return () => {
        listeners[name] = listeners[name]?.filter((other) => other !== listener) ?? [];
      };
    },
    /**
     * @param {Name} name
     * @param {number} [value]
     */
    emit(name, value) {
      for (const listener of listeners[name] ?? []) {
        try {
          listener(value);
        } catch (error) {
          console.error(error);
        }
      }
    },
  };
}
