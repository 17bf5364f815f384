import { attributesIn } from './attributes.js';
import { letteringOn } from './colour.js';
import { element, sign } from './elements.js';
import { openEvents } from './events.js';
import { openFrame } from './frame.js';
import { readItem, writeItem } from './memory.js';
import { sheetFor } from './sheet.js';

/** Where the chat is all there is: phones, and windows that are zoomed or small. */
const FULL = '(max-width: 480px), (max-height: 420px)';
const ACCENT = '#1d4f91';

/**
 * The button in the corner of any page, and the panel with the chat that it opens. It keeps to itself in a shadow root,
 * and gives the page `PopOrImap`, which it gives back.
 *
 * @param {HTMLScriptElement} script the element that brought it, with its attributes
 * @param {import('./types.d.ts').LauncherWords} say
 */
export function startLauncher(script, say) {
  const bot = new URL(script.src).origin;
  const { title, color: accent = ACCENT, side = 'right', delay } = attributesIn(script.dataset);
  const name = title || say.title;
  const full = matchMedia(FULL);
  const events = openEvents();
  let isOpen = false;
  let isWanted = false;
  let unread = 0;
  let isGreeted = readItem('greeted') !== null;
  /** @type {Element | null} */
  let opener = null;

  const asked = new URLSearchParams({ widget: '1', origin: window.origin, color: accent });
  if (title) asked.set('title', title);
  const chat = openFrame({
    bot,
    address: `${bot}/?${asked}`,
    name,
    unreachable: say.unreachable,
    isOpen: () => isOpen,
    onClose: close,
    onMessage() {
      events.emit('message');
      if (!isOpen) count(unread + 1);
    },
    onAway: () => cross.focus(),
  });
  const cross = element('button', { type: 'button', className: 'cross', ariaLabel: say.back }, '✕');
  const panel = element('dialog', { id: 'panel', ariaLabel: name });
  panel.append(element('div', { className: 'bar' }, element('h2', {}, name), cross), chat.away);
  const badge = element('span', { className: 'badge', hidden: true });
  badge.setAttribute('aria-hidden', 'true');
  const launcher = element('button', { type: 'button', className: 'launcher' }, sign(), badge);
  launcher.setAttribute('aria-controls', 'panel');
  const greeting = element('div', { className: 'greeting', hidden: true });
  const news = element('div', { className: 'silent', role: 'status' });
  const host = document.createElement('pop-or-imap');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [
    sheetFor({
      accent,
      onAccent: letteringOn(accent),
      side,
      full: FULL,
    }),
  ];
  // The page's own language and direction would come in.
  const all = element(
    'div',
    { className: 'root', lang: say.language, dir: 'ltr', popover: 'manual' },
    panel,
    greeting,
    launcher,
    news,
  );
  root.append(all);
  describe();

  launcher.addEventListener('click', toggle);
  cross.addEventListener('click', close);
  panel.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  host.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (isOpen) close();
    else dismiss();
  });
  full.addEventListener('change', () => {
    if (!isOpen) return;
    panel.close();
    show();
  });
  visualViewport?.addEventListener('resize', fit);

  const api = Object.freeze({ open: () => open(), close, toggle, on: events.on });
  window.PopOrImap = api;
  if (document.body) begin();
  else addEventListener('DOMContentLoaded', begin);
  return api;

  function begin() {
    place();
    dispatchEvent(new Event('PopOrImapReady'));
    if (isWanted) open();
    else if (readItem('open')) open(false);
    else if (delay !== undefined) setTimeout(greet, delay * 1000);
  }

  /** Over all that the page has, also what it brings later. */
  function place() {
    document.body?.append(host);
    if (host.isConnected) all.showPopover?.();
  }

  function toggle() {
    if (isOpen) close();
    else open();
  }

  function open(withFocus = true) {
    isWanted = true;
    if (!host.isConnected) place();
    if (isOpen || !host.isConnected) return;
    isOpen = true;
    opener = document.activeElement === host ? launcher : document.activeElement;
    dismiss();
    chat.load();
    show();
    if (withFocus || full.matches) chat.focus();
    writeItem('open', 'yes');
    count(0);
    chat.tell();
    events.emit('open');
  }

  /** On a phone the chat is all there is, elsewhere the page can still be used beside it. */
  function show() {
    if (full.matches) panel.showModal();
    else panel.setAttribute('open', '');
    fit();
  }

  /** A phone's keyboard covers a page without telling it; the chat ends above it. */
  function fit() {
    const isCovered = isOpen && full.matches && visualViewport?.scale === 1;
    panel.style.height = isCovered ? `${visualViewport?.height}px` : '';
  }

  function close() {
    isWanted = false;
    if (!isOpen) return;
    const hadFocus = root.activeElement !== null;
    isOpen = false;
    panel.close();
    writeItem('open', null);
    describe();
    if (hadFocus) {
      if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
      else launcher.focus();
    }
    chat.tell();
    events.emit('close');
  }

  /** @param {number} now */
  function count(now) {
    const changed = unread !== now;
    unread = now;
    badge.hidden = now === 0;
    badge.textContent = now > 99 ? '99+' : String(now);
    news.textContent = now ? `${name}: ${say.unread} ${now}` : '';
    describe();
    if (changed) events.emit('unread', now);
  }

  function describe() {
    const label = isOpen ? say.close : say.open;
    launcher.setAttribute('aria-expanded', String(isOpen));
    launcher.setAttribute('aria-label', `${name} ${label}${unread ? `. ${say.unread} ${unread}` : ''}`);
    launcher.title = label;
  }

  function greet() {
    if (isGreeted || unread) return;
    writeItem('greeted', 'yes');
    const text = element('button', { type: 'button', className: 'text' }, say.greeting);
    const no = element('button', { type: 'button', className: 'cross', ariaLabel: say.dismiss }, '✕');
    text.addEventListener('click', () => open());
    no.addEventListener('click', dismiss);
    greeting.replaceChildren(text, no);
    greeting.hidden = false;
    news.textContent = say.greeting;
  }

  function dismiss() {
    isGreeted = true;
    writeItem('greeted', 'yes');
    const hadFocus = greeting.contains(root.activeElement);
    greeting.hidden = true;
    if (hadFocus) launcher.focus();
  }
}
