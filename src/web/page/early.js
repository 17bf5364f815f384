import { openSaid } from './earlySaid.js';
import { part } from './elements.js';

/** @typedef {import('./types.d.ts').Activity} Activity */
/** @typedef {import('./types.d.ts').DirectLine} DirectLine */
/** @typedef {ReturnType<typeof openEarly>} Early */

/** Who has not typed for so long pauses; in milliseconds. */
const PAUSE = 1000;
/** An open talk has its first message by then, or it has none; in milliseconds. */
const GREETED_WITHIN = 2000;

/**
 * What the person reads and writes with until Web Chat, which is large, has come: a plain list of what was said, the
 * choices, and a box. It takes text from the first moment on, sends it as soon as the talk is open, and is all there is
 * where Web Chat never comes. `words` and `markdown` are those of `openSaid`, `locale` is what each message names as its
 * language, and `focus` puts the focus where the person writes.
 *
 * @param {Pick<import('./types.d.ts').Settings, 'words' | 'locale'>} settings
 * @param {(text: string) => string} markdown
 * @param {() => void} focus
 */
export function openEarly({ words, locale }, markdown, focus) {
  const view = part('early');
  const form = part('early-form');
  const box = /** @type {HTMLInputElement} */ (part('early-box'));
  /**
   * What was sent and has not come back on the stream yet.
   *
   * @type {Map<string, HTMLElement>}
   */
  const unheard = new Map();
  /** @type {Activity[]} */
  const waiting = [];
  /** @type {DirectLine | null} */
  let line = null;
  let me = '';
  let isComposing = false;
  let lastTyped = Number.NEGATIVE_INFINITY;
  let greet = () => {};
  /** @type {Promise<void>} */
  const greeted = new Promise((done) => {
    greet = done;
  });
  let hear = { unsubscribe() {} };
  const said = openSaid(words, markdown, (text) => {
    send(text);
    focus();
  });

  form.querySelector('button')?.removeAttribute('disabled');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = box.value.trim();
    box.value = '';
    if (text) send(text);
  });
  box.addEventListener('input', () => {
    lastTyped = performance.now();
  });
  box.addEventListener('compositionstart', () => {
    isComposing = true;
  });
  box.addEventListener('compositionend', () => {
    isComposing = false;
  });

  /** @param {string} text */
  function send(text) {
    const id = `early-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`;
    said.offer([]);
    const message = said.addOwn(text);
    message.classList.add('sending');
    unheard.set(id, message);
    waiting.push({
      type: 'message',
      text,
      textFormat: 'plain',
      locale,
      channelData: { clientActivityID: id },
    });
    post();
  }

  function post() {
    if (!line) return;
    for (const activity of waiting.splice(0)) {
      line
        .postActivity({ ...activity, from: { id: me, role: 'user' } })
        .subscribe({ error: () => takeBack(activity) });
    }
  }

  /** @param {Activity} activity */
  function takeBack({ text = '', channelData }) {
    const id = channelData?.clientActivityID ?? '';
    unheard.get(id)?.remove();
    unheard.delete(id);
    box.value = [box.value, text].filter(Boolean).join(' ');
  }

  /** @param {Activity} activity */
  function show({ type, from, text = '', textFormat, channelData, suggestedActions }) {
    if (type !== 'message') return;
    if (from?.id === me) {
      const id = channelData?.clientActivityID ?? '';
      const message = unheard.get(id) ?? said.addOwn(text);
      unheard.delete(id);
      message.classList.remove('sending');
      said.offer([]);
      return;
    }
    said.addBots(text, textFormat === 'plain', unheard.values().next().value ?? null);
    greet();
    if (unheard.size === 0) said.offer(suggestedActions?.actions ?? []);
  }

  /** Nothing is under way that another view would not have: a message, or a character that is being composed. */
  function isAtRest() {
    return unheard.size === 0 && !isComposing;
  }

  return {
    /**
     * The talk is open.
     *
     * @param {DirectLine} opened
     * @param {string} userId
     */
    begin(opened, userId) {
      line = opened;
      me = userId;
      hear = opened.activity$.subscribe(show);
      post();
    },
    isOpen: () => !view.hidden,
    focus: () => box.focus(),
    text: () => box.value,
    /** @param {string} text */
    write(text) {
      box.value = text;
    },
    /** The talk has ended: nothing can be said any more. */
    end() {
      box.disabled = true;
      form.querySelector('button')?.setAttribute('disabled', '');
      said.offer([]);
    },
    messages: said.count,
    isAtRest,
    /** Resolves once the person has something to read and pauses: a page that is busy now is in nobody's way. */
    async pause() {
      await Promise.race([greeted, new Promise((done) => setTimeout(done, GREETED_WITHIN))]);
      while (!isAtRest() || performance.now() - lastTyped < PAUSE) {
        await new Promise((done) => setTimeout(done, PAUSE / 10));
      }
    },
    /**
     * Goes away for good; gives what stands in the box, with the selection where the person is in it, and how far from
     * the end the person reads, in pixels.
     */
    close() {
      hear.unsubscribe();
      const { activeElement } = document;
      const { value: text, selectionStart, selectionEnd } = box;
      const selection = activeElement === box ? { from: selectionStart ?? 0, to: selectionEnd ?? 0 } : null;
      const hadFocus = view.contains(activeElement);
      const fromEnd = said.fromEnd();
      view.hidden = true;
      return { text, selection, hadFocus, fromEnd };
    },
  };
}
