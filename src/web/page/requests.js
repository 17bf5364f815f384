/** A request without an answer counts as lost after so long, in milliseconds. */
const PATIENCE = 15_000;
/** A token is refreshed at least this often, in seconds, and in good time before it expires. */
const OFTEN = 900;

/**
 * Direct Line's requests with the talk's token, which is kept fresh. `onTicket` hears of each fresh one, and `renew`
 * is asked for one where the token is no longer taken, after a night's sleep say; null ends the talk.
 *
 * A request that fails throws an error: with `status` and `retryAfter` (seconds) where the server answered.
 */
export function openRequests({ domain, ticket, onTicket, renew }) {
  let { token } = ticket;
  let refresh;
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

  function use(fresh) {
    token = fresh.token;
    plan(fresh.expires_in);
    onTicket(fresh);
  }

  async function call(path, method = 'GET', body = undefined) {
    try {
      return await attempt(path, method, body);
    } catch (error) {
      if (error.status !== 401 && error.status !== 403) throw error;
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      const fresh = await renewal;
      if (!fresh) throw error;
      use(fresh);
      return attempt(path, method, body);
    }
  }

  async function attempt(path, method, body) {
    const response = await fetch(`${domain}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) return response.json();
    const retryAfter = Number(response.headers.get('retry-after')) || 2;
    throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status, retryAfter });
  }

  return {
    call,
    /** Takes a token that another tab has got. */
    useToken(given) {
      token = given;
    },
    close: () => clearTimeout(refresh),
  };
}
