import { openDirectLine } from './directLine.js';
import { keepDraft, takeDraft } from './draft.js';
import { openEarly } from './early.js';
import { part } from './elements.js';
import { openFrame } from './frame.js';
import { boxIn, handOver } from './handOver.js';
import { paint, styleOptions } from './look.js';
import { renderMarkdown } from './markdown.js';
import { hintAtMoreChoices } from './moreChoices.js';
import { withOwnAddresses } from './ownAddresses.js';
import { guardChoices } from './presses.js';
import { openTalk, openTicketStore, renewed } from './talk.js';
import { loadWebChat } from './webChat.js';

/** How soon it is tried again where the bot cannot be reached at all, in milliseconds. */
const RETRY = 4000;
/** A connection that is back within so long is not worth a word, in milliseconds. */
const UNNOTICED = 800;

/** @type {import('./types.d.ts').Settings} */
const {
  tokens,
  directLine: azure,
  website,
  locale,
  words,
} = JSON.parse(document.body.dataset.settings ?? '');
const chat = part('chat');
const status = part('status');
const newTalk = part('new-talk');
const webChat = /** @type {HTMLLinkElement} */ (part('web-chat-link'));
/** @type {number | undefined} */
let telling;
let isWebChatThere = false;

/** @param {string} text */
const markdown = (text) => renderMarkdown(withOwnAddresses(text, website));
const early = openEarly({ words, locale }, markdown, focusChat);
const asked = new URLSearchParams(location.search);
const frame = openFrame(asked, focusChat);
document.title = asked.get('title') || document.title;
paint(asked.get('color'));
guardChoices(chat);
hintAtMoreChoices(chat);
early.write(takeDraft() || early.text());
if (frame.wantsFocus()) focusChat();

const ticketStore = await openTicketStore(frame);
const { ticket, isResumed } = await talkHoweverLong();
const directLine = openDirectLine({
  domain: azure ?? `${location.origin}/v3/directline`,
  ticket,
  isResumed,
  repeatsSafely: azure === null,
  onState: tell,
  onActivity({ type, from }, isNew) {
    if (type !== 'message') return;
    if (from?.id === ticket.userId) newTalk.hidden = false;
    else if (isNew) frame.say('message');
  },
  onTicket: ticketStore.save,
  renew: () => renewed(tokens, ticketStore.read() ?? ticket),
});
ticketStore.onOtherTab((talk) => {
  // A tab that gives the talk up writes the new one in a moment.
  if (talk === null) return;
  if (talk.conversationId === ticket.conversationId) directLine.useToken(talk.token);
  else {
    keepDraft(textInBox());
    location.reload();
  }
});
newTalk.addEventListener('click', () => {
  // What a talk that has ended did not take is for the next one.
  if (hasEnded()) keepDraft([...directLine.unsent(), textInBox()].filter(Boolean).join(' '));
  ticketStore.forget();
  location.reload();
});
early.begin(directLine, ticket.userId);
const { createStore, renderWebChat } = await loadWebChat(webChat, early.pause);
const store = createStore();
const look = styleOptions();
isWebChatThere = true;
showWebChat();
/** @param {string} text */
const setBox = (text) => store.dispatch({ type: 'WEB_CHAT/SET_SEND_BOX', payload: { text } });
await handOver(early, chat, setBox, focusChat);

function showWebChat() {
  renderWebChat(
    {
      store,
      directLine,
      userID: ticket.userId,
      renderMarkdown: markdown,
      nonce: webChat.nonce,
      locale,
      // Its box goes by the same name as the one before it.
      overrideLocalizedStrings: {
        TEXT_INPUT_ALT: words.write,
        TEXT_INPUT_PLACEHOLDER: words.write,
        TEXT_INPUT_SEND_BUTTON_ALT: words.send,
      },
      styleOptions: look,
      disabled: hasEnded(),
    },
    part('web-chat'),
  );
}

/** The talk, asked for until the bot answers. */
async function talkHoweverLong() {
  for (let ahead = window.ticketAhead; ; ahead = undefined) {
    try {
      const talk = await openTalk(tokens, ticketStore, ahead);
      status.textContent = '';
      return talk;
    } catch {
      status.textContent = navigator.onLine ? words.unreachable : words.offline;
      await untilNextTry();
    }
  }
}

/** Until the network is back, or it is time to try again. */
async function untilNextTry() {
  const over = new AbortController();
  await new Promise((done) => {
    setTimeout(done, RETRY);
    addEventListener('online', done, { signal: over.signal });
  });
  over.abort();
}

/** @param {import('./types.d.ts').ConnectionState} state */
function tell(state) {
  document.body.dataset.connection = state;
  if (state === 'ended') endTalk();
  clearTimeout(telling);
  const text = state === 'online' ? '' : words[state];
  telling = setTimeout(
    () => {
      status.textContent = text;
    },
    state === 'reconnecting' ? UNNOTICED : 0,
  );
}

function hasEnded() {
  return document.body.dataset.connection === 'ended';
}

/** Nothing can be written any more, and the way on is there. */
function endTalk() {
  newTalk.hidden = false;
  early.end();
  if (isWebChatThere) showWebChat();
}

function textInBox() {
  return early.isOpen() ? early.text() : (boxIn(chat)?.value ?? '');
}

/** Where there is a keyboard the person may write at once; on a phone it would cover the choices. */
function focusChat() {
  const box = early.isOpen() ? early : boxIn(chat);
  if (box && matchMedia('(pointer: fine)').matches) box.focus();
  else chat.focus();
}
