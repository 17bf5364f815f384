const KEPT = 'pop-or-imap-talk';

/**
 * Where this browser keeps the talk over page loads: in the page's own storage, and where a browser gives a frame
 * none, in what the launcher's page keeps for it. `onOtherTab` hears of the talk that another tab goes on with, null
 * where it has been given up.
 */
export async function openKeeping(frame) {
  const storage = ownStorage() ?? (await frame.storage());
  return {
    read: () => ticketIn(storage.read()),
    keep(ticket) {
      storage.write(JSON.stringify({ ...ticketIn(storage.read()), ...ticket }));
    },
    forget: () => storage.write(null),
    onOtherTab: (changed) => storage.onChange((text) => changed(ticketIn(text))),
  };
}

/**
 * The talk that this browser was in, or a new one: `{token, conversationId, userId, expires_in}` and whether it is
 * resumed. `tokens` is the address that gives tokens. Throws where it gives none.
 */
export async function openTalk(tokens, keeping) {
  const earlier = keeping.read();
  const resumed = earlier && (await renewed(tokens, earlier));
  const ticket = resumed ?? (await ticketFrom(tokens));
  keeping.keep(ticket);
  return { ticket, isResumed: Boolean(resumed) };
}

/** A fresh token for a talk; null where it can no longer be gone on with. */
export async function renewed(tokens, earlier) {
  const fresh = await ticketFrom(tokens, { token: earlier.token });
  return fresh && { ...earlier, ...fresh };
}

/** Null where the browser forbids it. */
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

function ticketIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

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
