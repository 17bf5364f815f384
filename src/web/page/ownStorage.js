/** The name of the talk in the page's storage. */
const KEPT = 'pop-or-imap-talk';

/**
 * Where the page itself keeps its talk; null where the browser forbids it.
 *
 * @returns {import('./types.d.ts').Storage | null}
 */
export function ownStorage() {
  try {
    const { localStorage } = window;
    localStorage.getItem(KEPT);
    /**
     * What a full storage did not take, kept until the page is left.
     *
     * @type {string | null}
     */
    let untaken = null;
    return {
      read: () => untaken ?? localStorage.getItem(KEPT),
      write(text) {
        untaken = null;
        try {
          if (text === null) localStorage.removeItem(KEPT);
          else localStorage.setItem(KEPT, text);
        } catch {
          untaken = text;
        }
      },
      onChange(changed) {
        addEventListener('storage', ({ key, newValue }) => {
          if (key === KEPT) changed(newValue);
        });
      },
    };
  } catch {
    return null;
  }
}
