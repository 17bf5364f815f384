import { subject } from './observable.js';
import { openOutbox } from './outbox.js';
import { Ended, openRequests, Refused } from './requests.js';
import { waitBefore } from './waits.js';

/** @typedef {import('./types.d.ts').Activity} Activity */
/** @typedef {import('./types.d.ts').Ticket} Ticket */
/** @typedef {{ close(): void }} Line */

/** Web Chat's numbers for the state of a connection. */
const CONNECTING = 1;
const ONLINE = 2;
const ENDED = 5;
/** How many activities are kept for late subscribers; the server keeps as many. */
const REMEMBERED = 200;
/** A WebSocket that does not open within so long counts as refused, in milliseconds. */
const OPENED_WITHIN = 10_000;
/** After so many refused WebSockets, by a company's proxy say, the bot is asked for news instead. */
const REFUSALS = 2;
/** How often it is asked then, in milliseconds. */
const ASK_EVERY = 1500;

/**
 * Direct Line 3.0 as Web Chat takes it, made to survive: a lost connection is opened again at once and whenever the
 * network comes back, what was written meanwhile is sent then, nothing is shown twice, and a talk of which the server
 * has no memory begins anew under the same token. It connects right away, before Web Chat is there to listen.
 *
 * `ticket` is a token with its talk, `isResumed` tells whether that talk has begun; `domain`, `onTicket`, `renew` and
 * `repeatsSafely` are those of `openRequests` and `openOutbox`. `onState` hears 'online', 'offline', 'reconnecting'
 * or 'ended', and `onActivity` each activity and whether it is newer than the resumption of the talk.
 *
 * @param {{
 *   domain: string,
 *   ticket: Ticket,
 *   isResumed: boolean,
 *   repeatsSafely: boolean,
 *   onState: (state: import('./types.d.ts').ConnectionState) => void,
 *   onActivity: (activity: Activity, isNew: boolean) => void,
 *   onTicket: (fresh: Ticket) => void,
 *   renew: () => Promise<Ticket | null>,
 * }} options
 */
export function openDirectLine({
  domain,
  ticket,
  isResumed,
  repeatsSafely,
  onState,
  onActivity,
  onTicket,
  renew,
}) {
  // Web Chat listens twice, and to the second end only later: it gets the whole talk.
  /** @type {ReturnType<typeof subject<Activity>>} */
  const activities = subject({ memory: REMEMBERED });
  /** @type {ReturnType<typeof subject<number>>} */
  const statuses = subject({ memory: 1, first: [CONNECTING] });
  /** @type {Set<string>} */
  const seen = new Set();
  const requests = openRequests({ domain, ticket, onTicket, renew });
  const { call } = requests;
  let talk = ticket.conversationId;
  let hasBegun = isResumed;
  let hasCaughtUp = !isResumed;
  let watermark = '';
  /** The one attempt or connection that counts.
   *
   * @type {Line | null}
   */
  let line = null;
  let isConnected = false;
  let isEnded = false;
  let attempts = 0;
  let refusals = 0;
  /** @type {number | undefined} */
  let waiting;

  const outbox = openOutbox({
    post: (activity) => call(`/conversations/${talk}/activities`, 'POST', activity),
    isConnected: () => isConnected,
    lost,
    end,
    repeatsSafely,
  });

  addEventListener('online', retryNow);
  addEventListener('focus', retryNow);
  addEventListener('offline', () => lost());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) retryNow();
  });
  connect();

  async function connect() {
    clearTimeout(waiting);
    if (line || isEnded) return;
    /** @type {Line} */
    const mine = { close() {} };
    line = mine;
    try {
      const { streamUrl } = await opened();
      if (line !== mine) return;
      const socket = refusals < REFUSALS && streamUrl ? socketTo(streamUrl) : null;
      if (socket) listen(mine, socket);
      else ask(mine);
    } catch (error) {
      if (line !== mine) return;
      if (error instanceof Ended) end();
      else lost();
    }
  }

  /** The conversation with an address to listen at: begun, or gone on with. */
  async function opened() {
    if (hasBegun) {
      try {
        return await call(`/conversations/${talk}?watermark=${encodeURIComponent(watermark || '0')}`);
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 404) throw error;
      }
    }
    const fresh = await call('/conversations', 'POST');
    hasBegun = true;
    hasCaughtUp = true;
    talk = fresh.conversationId;
    return fresh;
  }

  /**
   * @param {Line} mine
   * @param {WebSocket} socket
   */
  function listen(mine, socket) {
    const patience = setTimeout(() => socket.close(), OPENED_WITHIN);
    mine.close = () => socket.close();
    socket.addEventListener('open', () => {
      clearTimeout(patience);
      if (line !== mine) return;
      refusals = 0;
      connected();
    });
    socket.addEventListener('message', ({ data }) => {
      if (data && line === mine) take(JSON.parse(data));
    });
    socket.addEventListener('close', ({ reason }) => {
      clearTimeout(patience);
      if (line !== mine) return;
      if (!isConnected) refusals++;
      lost(reason);
    });
  }

  /**
   * Asks for news again and again, where no WebSocket is let through.
   *
   * @param {Line} mine
   */
  async function ask(mine) {
    try {
      while (line === mine) {
        take(await call(`/conversations/${talk}/activities?watermark=${encodeURIComponent(watermark)}`));
        if (line === mine && !isConnected) connected();
        await new Promise((done) => setTimeout(done, ASK_EVERY));
      }
    } catch {
      if (line === mine) lost();
    }
  }

  function connected() {
    attempts = 0;
    isConnected = true;
    onState('online');
    statuses.next(ONLINE);
    outbox.send();
  }

  function lost(reason = '') {
    const old = line;
    line = null;
    isConnected = false;
    old?.close();
    outbox.forgetEchoes();
    clearTimeout(waiting);
    if (isEnded) return;
    onState(navigator.onLine ? 'reconnecting' : 'offline');
    // Azure lets one tab listen; the one that is looked at has it, and this one comes back when it is.
    if (document.hidden || reason.includes('collision')) return;
    waiting = setTimeout(connect, waitBefore(attempts++));
  }

  function retryNow() {
    if (line || isEnded) return;
    attempts = 0;
    refusals = 0;
    connect();
  }

  function end() {
    isEnded = true;
    lost();
    requests.close();
    outbox.close();
    onState('ended');
    statuses.next(ENDED);
  }

  /** @param {import('./types.d.ts').ActivitySet} set */
  function take({ activities: all = [], watermark: now }) {
    if (now) watermark = now;
    for (const activity of all) {
      if (activity.id && seen.has(activity.id)) continue;
      if (activity.id) seen.add(activity.id);
      outbox.hear(activity);
      activities.next(activity);
      onActivity(activity, hasCaughtUp);
    }
    hasCaughtUp = true;
  }

  return {
    activity$: activities,
    connectionStatus$: statuses,
    /** Web Chat reads from it who the person is. */
    token: ticket.token,
    postActivity: outbox.post,
    useToken: requests.useToken,
    unsent: outbox.unsent,
    end,
  };
}

/**
 * A WebSocket; null where the browser has none to an address, as to `ws:` from an https page.
 *
 * @param {string} streamUrl
 */
function socketTo(streamUrl) {
  try {
    return new WebSocket(streamUrl);
  } catch {
    return null;
  }
}
