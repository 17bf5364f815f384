import { observerFrom } from './observable.js';
import { Ended, Refused } from './requests.js';

/** @typedef {import('./types.d.ts').Activity} Activity */
/**
 * @typedef {{
 *   activity: Activity,
 *   observer: import('./types.d.ts').Observer<string>,
 *   isDoubtful: boolean,
 *   failures: number,
 *   heardAs: string | null,
 * }} Letter `failures` counts the answers that the server has failed, and `heardAs` is the id under which the stream
 *   has shown it
 */

/** What was sent comes back on the stream within so long, in milliseconds, or the stream is dead. */
const ECHO = 6000;
/** How long the stream may take after a new connection to tell what had arrived before, in milliseconds. */
const REPLAY = 2000;
/** A message at which the server fails so often holds up those behind it no longer. */
const FAILURES = 4;

/**
 * What the person has written, sent one after the other so that nothing overtakes, and kept while nobody can be
 * reached. `post` sends one activity, `isConnected` tells whether it can; `lost` and `end` are called where it cannot
 * any more.
 *
 * What was sent in vain is sent again: our own server knows it by its `clientActivityID` (`repeatsSafely`). Another
 * one might take it twice, so there the stream first has time to show that it had arrived.
 *
 * @param {{
 *   post: (activity: Activity) => Promise<{ id: string }>,
 *   isConnected: () => boolean,
 *   lost: () => void,
 *   end: () => void,
 *   repeatsSafely: boolean,
 * }} options
 */
export function openOutbox({ post, isConnected, lost, end, repeatsSafely }) {
  /** @type {Letter[]} */
  const waiting = [];
  /** @type {Map<string, number>} */
  const unheard = new Map();
  /**
   * What was given up.
   *
   * @type {Activity[]}
   */
  const unsent = [];
  let isSending = false;
  let isClosed = false;

  async function send() {
    if (isSending) return;
    isSending = true;
    for (;;) {
      const [letter] = waiting;
      if (!letter || !isConnected()) break;
      await sendFirst(letter);
    }
    isSending = false;
  }

  /** @param {Letter} letter */
  async function sendFirst(letter) {
    if (letter.isDoubtful && !repeatsSafely) await pause(REPLAY);
    if (waiting[0] !== letter || !isConnected()) return;
    try {
      const { id } = await post(letter.activity);
      // The echo often comes before the answer.
      if (letter.heardAs === null) awaitEcho(letter.activity);
      done(letter, id);
    } catch (error) {
      if (waiting[0] === letter) await failed(letter, error);
    }
  }

  /**
   * @param {Letter} letter
   * @param {unknown} error
   */
  async function failed(letter, error) {
    if (letter.heardAs !== null) done(letter, letter.heardAs);
    else if (error instanceof Ended) end();
    else if (!(error instanceof Refused)) {
      letter.isDoubtful = true;
      lost();
    } else if (error.status === 404) lost();
    else if (mayRepeat(letter, error)) await pause(error.retryAfter * 1000);
    else {
      waiting.shift();
      letter.observer.error(error);
    }
  }

  /**
   * Whether to try once more what was refused. A failure within the server, or on the way back from it, may have come
   * after the message was taken.
   *
   * @param {Letter} letter
   * @param {Refused} error
   */
  function mayRepeat(letter, { status }) {
    if (status === 429 || status === 503) return true;
    if (status < 500 || !repeatsSafely) return false;
    letter.isDoubtful = true;
    return status === 502 || ++letter.failures < FAILURES;
  }

  /**
   * @param {Letter} letter
   * @param {string} id
   */
  function done(letter, id) {
    const at = waiting.indexOf(letter);
    if (at < 0) return;
    waiting.splice(at, 1);
    letter.observer.next(id);
    letter.observer.complete();
  }

  /** @param {Activity} activity */
  function awaitEcho(activity) {
    const key = keyOf(activity);
    if (activity.type === 'message' && key) unheard.set(key, setTimeout(lost, ECHO));
  }

  function giveUp() {
    for (const { activity, observer } of waiting.splice(0)) {
      unsent.push(activity);
      observer.error(new Error('The talk has ended.'));
    }
  }

  /** Nothing is awaited from a stream that is gone. */
  function forgetEchoes() {
    for (const timer of unheard.values()) clearTimeout(timer);
    unheard.clear();
  }

  return {
    send,
    forgetEchoes,
    /**
     * An Observable of the id under which the activity was taken.
     *
     * @param {Activity} activity
     * @returns {import('./types.d.ts').Observable<string>}
     */
    post: (activity) => ({
      subscribe(...given) {
        waiting.push({
          activity,
          observer: observerFrom(given),
          isDoubtful: false,
          failures: 0,
          heardAs: null,
        });
        if (isClosed) giveUp();
        else send();
        return { unsubscribe() {} };
      },
    }),
    /**
     * The stream has shown an activity; one of ours has arrived then, whatever became of the answer.
     *
     * @param {Activity} activity
     */
    hear(activity) {
      const key = keyOf(activity);
      if (!key) return;
      clearTimeout(unheard.get(key));
      unheard.delete(key);
      const letter = waiting.find((other) => keyOf(other.activity) === key);
      if (!letter) return;
      letter.heardAs = activity.id ?? key;
      if (letter.isDoubtful) done(letter, letter.heardAs);
    },
    /** Gives up what is still waiting, and what comes later. */
    close() {
      isClosed = true;
      forgetEchoes();
      giveUp();
    },
    /** The texts that were given up, each once however often it was tried. */
    unsent: () => [...new Set(unsent.flatMap(({ text }) => text || []))],
  };
}

/** @param {Activity} activity */
function keyOf({ channelData }) {
  return channelData?.clientActivityID;
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
