const CONNECTING = 1;
const ONLINE = 2;
/** Waits between attempts to reach the bot, in milliseconds; the last one is repeated. */
const WAITS = [300, 1000, 2000, 5000];
/** A request without an answer counts as lost after so long, in milliseconds. */
const PATIENCE = 15_000;

/**
 * Direct Line 3.0 as Web Chat takes it, made to survive: a lost connection is opened again at once and whenever the
 * network comes back, what was written meanwhile is sent then (the server knows it again by its `clientActivityID`),
 * nothing is shown twice, and a talk of which the server has no memory begins anew under the same token.
 *
 * `onState` hears 'online', 'offline', 'reconnecting' or 'ended', and `onToken` each fresh token.
 */
export function openDirectLine({ domain, token, expiresIn, conversationId, resumed, onState, onToken }) {
  const seen = new Set();
  const activities = subject();
  const states = subject(CONNECTING);
  let current = token;
  let talk = conversationId;
  let begun = resumed;
  let watermark = '';
  let socket = null;
  let attempts = 0;
  let waiting = null;
  let connected = false;
  let ended = false;
  let refresh;
  const outbox = [];
  let isSending = false;

  plan(expiresIn);
  addEventListener('online', retryNow);
  addEventListener('offline', lost);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) retryNow();
  });

  /** Web Chat subscribes before it can show anything, so that is when to begin. */
  let started = false;
  const start = () => {
    if (started) return;
    started = true;
    states.next(CONNECTING);
    connect();
  };

  async function connect() {
    clearTimeout(waiting);
    waiting = null;
    if (socket || ended) return;
    const attempt = { close() {} };
    socket = attempt;
    try {
      const { streamUrl } = await opened();
      if (socket !== attempt) return;
      socket = new WebSocket(streamUrl);
      const mine = socket;
      mine.addEventListener('open', () => {
        if (socket !== mine) return;
        attempts = 0;
        connected = true;
        onState('online');
        states.next(ONLINE);
        send();
      });
      mine.addEventListener('message', ({ data }) => {
        if (data && socket === mine) take(JSON.parse(data));
      });
      mine.addEventListener('close', () => {
        if (socket === mine) lost();
      });
    } catch (error) {
      if (socket !== attempt) return;
      if (error.status === 403 || error.status === 401) end();
      else lost();
    }
  }

  /** The conversation with an address to listen at: begun, or gone on with. */
  async function opened() {
    if (begun) {
      try {
        return await call(`/conversations/${talk}?watermark=${encodeURIComponent(watermark)}`);
      } catch (error) {
        if (error.status !== 404) throw error;
      }
    }
    const fresh = await call('/conversations', 'POST');
    begun = true;
    talk = fresh.conversationId;
    return fresh;
  }

  function lost() {
    const old = socket;
    socket = null;
    connected = false;
    old?.close();
    if (ended) return;
    onState(navigator.onLine ? 'reconnecting' : 'offline');
    clearTimeout(waiting);
    const wait = WAITS[Math.min(attempts++, WAITS.length - 1)];
    waiting = setTimeout(connect, wait * (0.75 + Math.random() / 2));
  }

  function retryNow() {
    if (started && !socket) {
      attempts = 0;
      connect();
    }
  }

  function end() {
    ended = true;
    socket = null;
    connected = false;
    clearTimeout(refresh);
    onState('ended');
    for (const { observer } of outbox.splice(0)) observer.error(new Error('The talk has ended.'));
  }

  function take({ activities: all = [], watermark: now }) {
    if (now) watermark = now;
    for (const activity of all) {
      if (activity.id && seen.has(activity.id)) continue;
      seen.add(activity.id);
      activities.next(activity);
    }
  }

  /** Sends what is waiting, one after the other, so that nothing overtakes. */
  async function send() {
    if (isSending) return;
    isSending = true;
    while (connected && outbox.length > 0) {
      const [{ activity, observer }] = outbox;
      try {
        const { id } = await call(`/conversations/${talk}/activities`, 'POST', activity);
        outbox.shift();
        observer.next(id);
        observer.complete();
      } catch (error) {
        if (error.status === 401 || error.status === 403) end();
        else if (error.status === 429 || error.status === 503 || error.status === 502)
          await pause(error.retryAfter);
        else if (error.status) outbox.shift()?.observer.error(error);
        else lost();
      }
    }
    isSending = false;
  }

  function plan(seconds = 1800) {
    clearTimeout(refresh);
    // In good time, and well within what a timer can hold.
    refresh = setTimeout(renew, Math.min(seconds / 2, 900) * 1000);
  }

  async function renew() {
    try {
      const fresh = await call('/tokens/refresh', 'POST');
      current = fresh.token;
      onToken(fresh);
      plan(fresh.expires_in);
    } catch {
      plan(120);
    }
  }

  async function call(path, method = 'GET', body) {
    const response = await fetch(`${domain}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${current}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) {
      const retryAfter = Number(response.headers.get('retry-after')) || 2;
      throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status, retryAfter });
    }
    return response.json();
  }

  return {
    activity$: activities,
    connectionStatus$: {
      subscribe(...observer) {
        const subscription = states.subscribe(...observer);
        setTimeout(start);
        return subscription;
      },
    },
    postActivity: (activity) => ({
      subscribe(...given) {
        const observer = observerFrom(given);
        outbox.push({ activity, observer });
        if (ended) end();
        else send();
        return { unsubscribe() {} };
      },
    }),
    /** Takes a token that another tab has fetched. */
    useToken(fresh) {
      current = fresh;
    },
    end() {
      ended = true;
      clearTimeout(waiting);
      clearTimeout(refresh);
      socket?.close();
    },
  };
}

/** The little of an Observable that Web Chat asks for; with a first value, also tells those who come later. */
function subject(last) {
  const observers = new Set();
  return {
    next(value) {
      if (last !== undefined) last = value;
      for (const observer of observers) observer.next(value);
    },
    subscribe(...given) {
      const observer = observerFrom(given);
      observers.add(observer);
      if (last !== undefined) observer.next(last);
      return { unsubscribe: () => observers.delete(observer) };
    },
  };
}

function observerFrom([first, error, complete]) {
  const given = typeof first === 'function' ? { next: first, error, complete } : (first ?? {});
  return {
    next: (value) => given.next?.(value),
    error: (reason) => given.error?.(reason),
    complete: () => given.complete?.(),
  };
}

function pause(seconds) {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}
