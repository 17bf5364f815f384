/* The launcher of the chat, for any page; made to work under a strict Content-Security-Policy. See docs/website.md. */
((words) => {
  const script = document.currentScript;
  if (!script || window.PopOrImap) return;
  const bot = new URL(script.src).origin;
  const { color, title, language = 'en', position, greetingDelay } = script.dataset;
  const say = words[language] ?? words[language.split('-')[0]] ?? words.en;
  const name = title || say.title;

  const accent = hexOf(color) ?? '#1d4f91';
  const onAccent = contrastWithWhite(accent) >= 4.5 ? '#fff' : '#000';
  const side = position === 'left' ? 'left' : 'right';

  const listeners = { open: [], close: [], unread: [], message: [] };
  const full = matchMedia('(max-width: 480px), (max-height: 420px)');
  /** A frame without a sign of life is loaded again: when it is slow, and when it failed; in milliseconds. */
  const SLOW = 20000;
  const FAILED = 4000;
  let isOpen = false;
  let isAlive = false;
  let hasSpoken = false;
  let isWanted = false;
  let wantsFocus = false;
  let unread = 0;
  let opener = null;
  let patience;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial !important; }
    * { box-sizing: border-box; font-family: system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
    [hidden] { display: none !important; }
    .root { --face: #fff; --text: #1b1f24; --line: #c3cad3; position: fixed; z-index: 2147483647;
      ${side}: max(16px, env(safe-area-inset-${side})); bottom: max(16px, env(safe-area-inset-bottom));
      color: var(--text); font-size: 16px; line-height: 1.4; color-scheme: light dark; }
    button { font: inherit; cursor: pointer; border: 0; }
    button:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; box-shadow: 0 0 0 2px var(--face); }
    .launcher { position: relative; display: grid; place-items: center; width: 56px; height: 56px; margin-${side === 'left' ? 'right' : 'left'}: auto;
      border: 2px solid ${onAccent}; border-radius: 50%; background: ${accent}; color: ${onAccent}; box-shadow: 0 2px 10px #0006; }
    svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .badge { position: absolute; top: -6px; right: -6px; min-width: 24px; padding: 0 6px; border: 2px solid #fff; border-radius: 12px;
      background: #b3001b; color: #fff; font-size: 14px; font-weight: 600; line-height: 20px; text-align: center; }
    .greeting { position: absolute; ${side}: 0; bottom: 70px; display: flex; width: max-content; max-width: min(280px, calc(100vw - 32px));
      border: 1px solid var(--line); border-radius: 14px; background: var(--face); box-shadow: 0 4px 18px #0004; }
    .greeting button { border-radius: 14px; background: none; color: inherit; }
    .greeting .text { padding: 12px 4px 12px 14px; text-align: start; }
    .cross { flex: none; align-self: start; width: 44px; height: 44px; font-size: 20px; line-height: 1; }
    dialog { position: fixed; inset: auto; ${side}: max(16px, env(safe-area-inset-${side})); bottom: calc(84px + env(safe-area-inset-bottom));
      width: min(400px, calc(100vw - 32px)); height: min(640px, calc(100vh - 100px)); height: min(640px, calc(100dvh - 100px)); max-width: none; max-height: none;
      margin: 0; padding: 0; overflow: hidden; border: 1px solid var(--line); border-radius: 14px;
      background: var(--face); color: var(--text); box-shadow: 0 8px 40px #0005; overscroll-behavior: contain; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: none; }
    header { display: flex; flex: none; align-items: center; padding-inline-start: 16px; background: ${accent}; color: ${onAccent}; }
    h2 { flex: 1; min-width: 0; margin: 0; overflow: hidden; font-size: 16px; font-weight: 600; white-space: nowrap; text-overflow: ellipsis; }
    header button { background: none; color: inherit; }
    header button:focus-visible { outline-color: ${onAccent}; outline-offset: -5px; box-shadow: none; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; color-scheme: light dark; }
    .away { margin: auto; padding: 24px; text-align: center; }
    .silent { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (prefers-color-scheme: dark) { .root { --face: #1d2127; --text: #e8eaed; --line: #4a525c; } }
    @media ${full.media} {
      dialog { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0;
        padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); }
    }
    @media (prefers-reduced-motion: no-preference) {
      dialog[open], .greeting { animation: rise 0.18s ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    }
    @media print { .root { display: none; } }
  `);

  const frame = element('iframe', { title: name, referrerPolicy: 'no-referrer' });
  const cross = element('button', { type: 'button', className: 'cross', ariaLabel: say.back }, '✕');
  const away = element('p', { className: 'away', hidden: true }, say.unreachable);
  const panel = element('dialog', { id: 'panel', ariaLabel: name });
  panel.append(element('header', {}, element('h2', {}, name), cross), away, frame);
  const badge = element('span', { className: 'badge', hidden: true, ariaHidden: 'true' });
  const launcher = element('button', { type: 'button', className: 'launcher' }, picture(), badge);
  launcher.setAttribute('aria-controls', 'panel');
  const greeting = element('div', { className: 'greeting', hidden: true });
  const news = element('div', { className: 'silent', role: 'status' });
  const all = element('div', { className: 'root', lang: words[language] ? language : 'en' });
  all.append(panel, greeting, launcher, news);
  const host = document.createElement('pop-or-imap');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.append(all);
  describe();

  launcher.addEventListener('click', () => toggle());
  cross.addEventListener('click', () => close());
  panel.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  host.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (isOpen) close();
    else dismiss();
  });
  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== bot || !source || source !== frame.contentWindow) return;
    const what = data?.popOrImap;
    if (what === 'ready') {
      isAlive = hasSpoken = true;
      wantsFocus ||= root.activeElement === frame;
      clearTimeout(patience);
      showAway(false);
      tell();
    } else if (what === 'close') close();
    else if (what === 'keep') keep('talk', data.talk, 'localStorage');
    else if (what === 'message') {
      emit('message');
      if (!isOpen) count(unread + 1);
    }
  });
  frame.addEventListener('load', () => {
    // A page that is ours has spoken by now.
    if (frame.src && !hasSpoken) {
      isAlive = false;
      showAway(true);
      loadAgain(FAILED);
    }
    hasSpoken = false;
  });
  full.addEventListener('change', () => {
    if (!isOpen) return;
    panel.close();
    show();
  });
  visualViewport?.addEventListener('resize', fit);
  addEventListener('storage', ({ key }) => {
    if (key === 'pop-or-imap-talk') tell();
  });

  window.PopOrImap = Object.freeze({
    open: () => open(),
    close,
    toggle,
    /** Calls `listener` at each 'open', 'close', 'message' or 'unread' (with the count); gives how to stop it. */
    on(event, listener) {
      if (!listeners[event]) throw new Error(`PopOrImap has no event "${event}".`);
      listeners[event].push(listener);
      return () => {
        listeners[event] = listeners[event].filter((other) => other !== listener);
      };
    },
  });

  if (document.body) begin();
  else addEventListener('DOMContentLoaded', begin);

  function begin() {
    document.body.append(host);
    dispatchEvent(new Event('PopOrImapReady'));
    if (isWanted) open();
    else if (kept('open') === 'yes') open(false);
    else if (Number(greetingDelay) >= 0 && greetingDelay && kept('greeted') !== 'yes') {
      setTimeout(greet, Number(greetingDelay) * 1000);
    }
  }

  function toggle() {
    if (isOpen) close();
    else open();
  }

  function open(withFocus = true) {
    isWanted = true;
    if (!host.isConnected) document.body?.append(host);
    if (isOpen || !host.isConnected) return;
    isOpen = true;
    opener = document.activeElement === host ? launcher : document.activeElement;
    dismiss();
    load();
    wantsFocus = withFocus || full.matches;
    show();
    keep('open', 'yes');
    count(0);
    tell();
    emit('open');
  }

  /** On a phone the chat is all there is, elsewhere the page can still be used beside it. */
  function show() {
    if (full.matches) panel.showModal();
    else panel.setAttribute('open', '');
    fit();
    if (wantsFocus) frame.focus();
  }

  /** A phone's keyboard covers a page without telling it; the chat ends above it. */
  function fit() {
    const isCovered = isOpen && full.matches && visualViewport.scale === 1;
    panel.style.height = isCovered ? `${visualViewport.height}px` : '';
  }

  function close() {
    isWanted = false;
    if (!isOpen) return;
    const hadFocus = root.activeElement !== null;
    isOpen = false;
    panel.close();
    keep('open');
    describe();
    if (hadFocus) (opener?.isConnected && opener !== document.body ? opener : launcher).focus();
    tell();
    emit('close');
  }

  /** Loads the chat at the first opening, and again as long as it gives no sign of life. */
  function load() {
    if (isAlive) return;
    const asked = new URLSearchParams({ widget: '1', origin: window.origin, language, color: accent });
    if (title) asked.set('title', title);
    frame.src = `${bot}/?${asked}`;
    loadAgain(SLOW);
  }

  function loadAgain(after) {
    clearTimeout(patience);
    patience = setTimeout(() => {
      showAway(true);
      if (isOpen) load();
    }, after);
  }

  function showAway(is) {
    away.hidden = !is;
    frame.hidden = is;
  }

  /** The frame hears whether it is open, and of the talk that is kept here for a frame that cannot keep anything. */
  function tell() {
    const talk = kept('talk', 'localStorage');
    const said = { popOrImap: isOpen ? 'open' : 'closed', withFocus: wantsFocus, talk };
    if (!isAlive) return;
    frame.contentWindow?.postMessage(said, bot);
    wantsFocus = false;
  }

  function count(now) {
    const changed = unread !== now;
    unread = now;
    badge.hidden = now === 0;
    badge.textContent = now > 99 ? '99+' : String(now);
    news.textContent = now ? `${name}: ${say.unread} ${now}` : '';
    describe();
    if (changed) emit('unread', now);
  }

  function describe() {
    launcher.setAttribute('aria-expanded', String(isOpen));
    const label = isOpen ? say.close : say.open;
    launcher.ariaLabel = `${name} ${label}${unread ? `. ${say.unread} ${unread}` : ''}`;
    launcher.title = label;
  }

  function greet() {
    if (isOpen || unread) return;
    const text = element('button', { type: 'button', className: 'text' }, say.greeting);
    const no = element('button', { type: 'button', className: 'cross', ariaLabel: say.dismiss }, '✕');
    text.addEventListener('click', () => open());
    no.addEventListener('click', dismiss);
    greeting.replaceChildren(text, no);
    greeting.hidden = false;
    news.textContent = say.greeting;
  }

  function dismiss() {
    keep('greeted', 'yes');
    const hadFocus = greeting.contains(root.activeElement);
    greeting.hidden = true;
    if (hadFocus) launcher.focus();
  }

  function emit(event, value) {
    for (const listener of listeners[event]) {
      try {
        listener(value);
      } catch (error) {
        console.error(error);
      }
    }
  }

  function kept(what, storage = 'sessionStorage') {
    try {
      return window[storage].getItem(`pop-or-imap-${what}`);
    } catch {
      return null;
    }
  }

  function keep(what, value, storage = 'sessionStorage') {
    try {
      if (value) window[storage].setItem(`pop-or-imap-${what}`, value);
      else window[storage].removeItem(`pop-or-imap-${what}`);
    } catch {
      // A page without storage forgets at its end.
    }
  }

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function picture() {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute(
      'd',
      'M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM7 8.5l5 3.5 5-3.5',
    );
    svg.append(path);
    return svg;
  }

  function hexOf(text) {
    const [, hex] = /^#((?:[\da-f]{3}){1,2})$/i.exec(text ?? '') ?? [];
    if (!hex) {
      if (text) console.warn(`PopOrImap: write data-color as #rrggbb, not "${text}".`);
      return null;
    }
    return `#${hex.length === 3 ? hex.replace(/./g, '$&$&') : hex}`;
  }

  /** WCAG 2.2. What has less than 4.5 with white has more than that with black. */
  function contrastWithWhite(hex) {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
  }
})(POP_OR_IMAP_WORDS);
