const KEPT = 'pop-or-imap-talk';

/** Where a browser keeps nothing for this page, the talk lasts as long as the page. */
let inMemory = null;

/**
 * The talk that this browser was in, or a new one: `{token, conversationId, userId, expires_in}` and whether it is
 * resumed. `tokens` is the address that gives tokens. Throws where it gives none.
 */
export async function openTalk(tokens) {
  const earlier = kept();
  const resumed = earlier && (await renewed(tokens, earlier));
  const ticket = resumed ?? (await ticketFrom(tokens));
  keep(ticket);
  return { ticket, isResumed: Boolean(resumed) };
}

/** A fresh token for a talk; null where it can no longer be gone on with. */
export async function renewed(tokens, earlier) {
  const fresh = await ticketFrom(tokens, { token: earlier.token });
  return fresh && { ...earlier, ...fresh };
}

export function keep(ticket) {
  inMemory = JSON.stringify({ ...kept(), ...ticket });
  try {
    localStorage.setItem(KEPT, inMemory);
  } catch {
    // It is kept in memory then.
  }
}

export function kept() {
  let text = inMemory;
  try {
    text = localStorage.getItem(KEPT);
  } catch {
    // It was kept in memory then.
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function forget() {
  inMemory = null;
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // There was nothing.
  }
}

/** Calls `changed` with the talk that another tab goes on with; null where it has been given up. */
export function onOtherTab(changed) {
  addEventListener('storage', ({ key }) => {
    if (key === KEPT || key === null) changed(kept());
  });
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
