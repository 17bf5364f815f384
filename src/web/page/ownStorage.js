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
    return {
      read: () => localStorage.getItem(KEPT),
      write(text) {
        if (text === null) localStorage.removeItem(KEPT);
        else localStorage.setItem(KEPT, text);
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
