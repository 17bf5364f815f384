import { codeIn } from './errorCode.js';
import { ANSWERED_WITHIN } from './patience.js';

/** A token is refreshed at least this often, in seconds, and in good time before it expires. */
const OFTEN = 900;

/**
 * The server, or something before it, has answered that it does not do it; `retryAfter` is in seconds, and `code` is
 * Direct Line's own word for the reason, which nothing else has.
 */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {number} retryAfter
   * @param {string | null} code
   */
  constructor(status, retryAfter, code) {
    super(`The server answers ${status}.`);
    this.status = status;
    this.retryAfter = retryAfter;
    this.code = code;
  }
}

/** The token is not taken, and there is no other. */
export class Ended extends Error {}

/**
 * Direct Line's requests with the talk's token, which is kept fresh. `onTicket` hears of each fresh one, and `renew`
 * is asked for one where the token is no longer taken, after a night's sleep say; null ends the talk.
 *
 * @param {{
 *   domain: string,
 *   ticket: import('./types.d.ts').Ticket,
 *   onTicket: (fresh: import('./types.d.ts').Ticket) => void,
 *   renew: () => Promise<import('./types.d.ts').Ticket | null>,
 * }} options
 */
export function openRequests({ domain, ticket, onTicket, renew }) {
  let { token } = ticket;
  /** @type {number | undefined} */
  let refresh;
  /** @type {ReturnType<typeof renew> | null} */
  let renewal = null;
  plan(ticket.expires_in);

  function plan(seconds = 2 * OFTEN) {
    clearTimeout(refresh);
    refresh = setTimeout(refreshToken, Math.min(seconds / 2, OFTEN) * 1000);
  }

  async function refreshToken() {
    try {
      use(await call('/tokens/refresh', 'POST'));
    } catch {
      plan(120);
    }
  }

  /** @param {import('./types.d.ts').Ticket} fresh */
  function use(fresh) {
    token = fresh.token;
    plan(fresh.expires_in);
    onTicket(fresh);
  }

  /**
   * The answer to a request, as the protocol has it. Throws `Ended` where the token has had its time, `Refused` where
   * the server answers with another error, and another error where it does not answer.
   *
   * @param {string} path
   * @param {'GET' | 'POST'} method
   * @param {import('./types.d.ts').Activity} [body]
   */
  async function call(path, method = 'GET', body = undefined) {
    try {
      return await attempt(path, method, body);
    } catch (error) {
      if (!isForbidden(error)) throw error;
    }
    renewal ??= renew().finally(() => {
      renewal = null;
    });
    const fresh = await renewal;
    if (!fresh) throw new Ended();
    use(fresh);
    try {
      return await attempt(path, method, body);
    } catch (error) {
      // A company's proxy, say, forbids one message for what is in it, whatever the token.
      throw isForbidden(error) && error.code !== null ? new Ended() : error;
    }
  }

  /**
   * @param {string} path
   * @param {string} method
   * @param {import('./types.d.ts').Activity | undefined} body
   */
  async function attempt(path, method, body) {
    const response = await fetch(`${domain}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWERED_WITHIN),
    });
    if (response.ok) return response.json();
    throw new Refused(
      response.status,
      Number(response.headers.get('retry-after')) || 2,
      await codeIn(response),
    );
  }

  return {
    call,
    /**
     * Takes a token that another tab has got.
     *
     * @param {string} given
     */
    useToken(given) {
      token = given;
    },
    close: () => clearTimeout(refresh),
  };
}

/**
 * @param {unknown} error
 * @returns {error is Refused}
 */
function isForbidden(error) {
  return error instanceof Refused && (error.status === 401 || error.status === 403);
}
