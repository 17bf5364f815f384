import { ownStorage } from './ownStorage.js';
import { ticketFrom } from './tickets.js';

/** @typedef {import('./types.d.ts').Ticket} Ticket */
/** @typedef {Awaited<ReturnType<typeof openTicketStore>>} TicketStore */

/**
 * Where this browser keeps the talk over page loads: in the page's own storage, and where a browser gives a frame
 * none, in what the launcher's page keeps for it. `onOtherTab` hears of the talk that another tab goes on with, null
 * where it has been given up.
 *
 * @param {{ storage(): Promise<import('./types.d.ts').Storage> }} frame
 */
export async function openTicketStore(frame) {
  const storage = ownStorage() ?? (await frame.storage());
  return {
    read: () => ticketIn(storage.read()),
    /** @param {Partial<Ticket>} ticket */
    save(ticket) {
      storage.write(JSON.stringify({ ...ticketIn(storage.read()), ...ticket }));
    },
    forget: () => storage.write(null),
    /** @param {(talk: Ticket | null) => void} changed */
    onOtherTab: (changed) => storage.onChange((text) => changed(ticketIn(text))),
  };
}

/**
 * The talk that this browser was in, or a new one: `{token, conversationId, userId, expires_in}` and whether it is
 * resumed. `tokens` is the address that gives tokens, `ahead` a token for a new talk that has been asked for already.
 * Throws where there is none.
 *
 * @param {string} tokens
 * @param {TicketStore} ticketStore
 * @param {Promise<Ticket | null> | undefined} ahead
 */
export async function openTalk(tokens, ticketStore, ahead) {
  const earlier = ticketStore.read();
  const resumed = earlier && (await renewed(tokens, earlier));
  const ticket = resumed ?? (await (ahead ?? ticketFrom(tokens)));
  if (!ticket) throw new Error('A new talk is never refused as an old one.');
  ticketStore.save(ticket);
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
