/** @typedef {import('./types.d.ts').Ticket} Ticket */
/** @typedef {Awaited<ReturnType<typeof openKeeping>>} Keeping */

const KEPT = 'pop-or-imap-talk';

/**
 * Where this browser keeps the talk over page loads: in the page's own storage, and where a browser gives a frame
 * none, in what the launcher's page keeps for it. `onOtherTab` hears of the talk that another tab goes on with, null
 * where it has been given up.
 *
 * @param {{ storage(): Promise<import('./types.d.ts').Storage> }} frame
 */
export async function openKeeping(frame) {
  const storage = ownStorage() ?? (await frame.storage());
  return {
    read: () => ticketIn(storage.read()),
    /** @param {Partial<Ticket>} ticket */
    keep(ticket) {
      storage.write(JSON.stringify({ ...ticketIn(storage.read()), ...ticket }));
    },
    forget: () => storage.write(null),
    /** @param {(talk: Ticket | null) => void} changed */
    onOtherTab: (changed) => storage.onChange((text) => changed(ticketIn(text))),
  };
}

/**
 * The talk that this browser was in, or a new one: `{token, conversationId, userId, expires_in}` and whether it is
 * resumed. `tokens` is the address that gives tokens. Throws where it gives none.
 *
 * @param {string} tokens
 * @param {Keeping} keeping
 */
export async function openTalk(tokens, keeping) {
  const earlier = keeping.read();
  const resumed = earlier && (await renewed(tokens, earlier));
  const ticket = resumed ?? (await ticketFrom(tokens));
  if (!ticket) throw new Error('A new talk is never refused as an old one.');
  keeping.keep(ticket);
  return { ticket, isResumed: Boolean(resumed) };
}

/**
 * A fresh token for a talk; null where it can no longer be gone on with.
 *
 * @param {string} tokens
 * @param {Ticket} earlier
 */
export async function renewed(tokens, earlier) {
  const fresh = await ticketFrom(tokens, { token: earlier.token });
  return fresh && { ...earlier, ...fresh };
}

/**
 * Null where the browser forbids it.
 *
 * @returns {import('./types.d.ts').Storage | null}
 */
function ownStorage() {
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

/**
 * @param {string | null} text
 * @returns {Ticket | null}
 */
function ticketIn(text) {
  try {
    return text && JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Null where an earlier talk can no longer be gone on with.
 *
 * @param {string} tokens
 * @param {{ token: string }} [body]
 * @returns {Promise<Ticket | null>}
 */
async function ticketFrom(tokens, body = undefined) {
  const response = await fetch(tokens, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status === 403 && body) return null;
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  return response.json();
}
