import { codeIn } from './errorCode.js';
import { ANSWERED_WITHIN } from './patience.js';

/**
 * A token from the address that gives them: for a new talk, or a fresh one for the talk of an earlier token; null where
 * that can no longer be gone on with. Throws where there is none, or no answer in time.
 *
 * @param {string} tokens
 * @param {{ token: string }} [body]
 * @returns {Promise<import('./types.d.ts').Ticket | null>}
 */
export async function ticketFrom(tokens, body = undefined) {
  const response = await fetch(tokens, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWERED_WITHIN),
  });
  if (response.status === 403 && body && (await codeIn(response)) !== null) return null;
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  return response.json();
}
