import { observerFrom } from './observable.js';

/** What was sent comes back on the stream within so long, in milliseconds, or the stream is dead. */
const ECHO = 6000;
/** How long the stream may take after a new connection to tell what had arrived before, in milliseconds. */
const REPLAY = 2000;

/**
 * What the person has written, sent one after the other so that nothing overtakes, and kept while nobody can be
 * reached. `post` sends one activity, `isConnected` tells whether it can; `lost` and `end` are called where it cannot
 * any more.
 *
 * What was sent in vain is sent again: our own server knows it by its `clientActivityID` (`repeatsSafely`). Another
 * one might take it twice, so there the stream first has time to show that it had arrived.
 */
export function openOutbox({ post, isConnected, lost, end, repeatsSafely }) {
  const waiting = [];
  const unheard = new Map();
  let isSending = false;

  async function send() {
    if (isSending) return;
    isSending = true;
    while (isConnected() && waiting.length > 0) await sendFirst();
    isSending = false;
  }

  async function sendFirst() {
    const [letter] = waiting;
    if (letter.isDoubtful && !repeatsSafely) await pause(REPLAY);
    if (waiting[0] !== letter || !isConnected()) return;
    try {
      const { id } = await post(letter.activity);
      awaitEcho(letter.activity);
      done(letter, id);
    } catch (error) {
      if (waiting[0] !== letter) return;
      if (error.status === 401 || error.status === 403) end();
      else if (error.status === 404) lost();
      else if (error.status === 429 || error.status === 503 || (error.status === 502 && repeatsSafely)) {
        await pause(error.retryAfter * 1000);
      } else if (error.status) {
        waiting.shift();
        letter.observer.error(error);
      } else {
        letter.isDoubtful = true;
        lost();
      }
    }
  }

  function done(letter, id) {
    const at = waiting.indexOf(letter);
    if (at < 0) return;
    waiting.splice(at, 1);
    letter.observer.next(id);
    letter.observer.complete();
  }

  function awaitEcho(activity) {
    const key = keyOf(activity);
    if (activity.type === 'message' && key) unheard.set(key, setTimeout(lost, ECHO));
  }

  return {
    send,
    /** An Observable of the id under which the activity was taken. */
    post: (activity) => ({
      subscribe(...given) {
        waiting.push({ activity, observer: observerFrom(given), isDoubtful: false });
        send();
        return { unsubscribe() {} };
      },
    }),
    /** The stream has shown an activity; one of ours has arrived then, whatever became of the answer. */
    hear(activity) {
      const key = keyOf(activity);
      if (!key) return;
      clearTimeout(unheard.get(key));
      unheard.delete(key);
      const letter = waiting.find((other) => keyOf(other.activity) === key);
      if (letter?.isDoubtful) done(letter, activity.id);
    },
    /** Nothing is awaited from a stream that is gone. */
    forgetEchoes() {
      for (const timer of unheard.values()) clearTimeout(timer);
      unheard.clear();
    },
    /** Gives up what is still waiting. */
    close() {
      this.forgetEchoes();
      for (const { observer } of waiting.splice(0)) observer.error(new Error('The talk has ended.'));
    },
  };
}

function keyOf({ channelData }) {
  return channelData?.clientActivityID;
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
