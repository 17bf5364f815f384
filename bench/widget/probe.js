// Runs in each page and frame before anything else: notes when a person could read, write and was answered, in
// milliseconds since the page was asked for, as a page's own clock has it.
(() => {
  const BOX = 'input:not([type]), input[type="text"], textarea';
  const marks = {};
  const awaited = {};
  const tasks = [];
  const wanted = { greeting: 'I help you choose', answered: 'Choose IMAP' };
  let isDirty = true;

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  new MutationObserver(() => {
    isDirty = true;
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  document.addEventListener(
    'input',
    ({ target }) => {
      if (target.value) mark('typed');
    },
    true,
  );
  requestAnimationFrame(look);

  function look() {
    requestAnimationFrame(look);
    if (!isDirty || !document.body) return;
    isDirty = false;
    if (!marks.box && box()) mark('box');
    if (!marks.webChat && document.querySelector('[data-id="webchat-sendbox-input"]')?.checkVisibility()) {
      mark('webChat');
    }
    for (const [name, text] of Object.entries(wanted)) if (!marks[name] && isShown(text)) mark(name);
  }

  function mark(name) {
    marks[name] ??= performance.timeOrigin + performance.now();
    awaited[name]?.();
  }

  /** What a person sees as the place to write into, where it takes something. */
  function box() {
    return [...document.querySelectorAll(BOX)].find(
      (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !one.readOnly,
    );
  }

  function isShown(text) {
    const found = document.evaluate(
      `//body//*[not(self::script)][text()[contains(., "${text}")]]`,
      document,
      null,
      XPathResult.ORDERED_NODE_SNAPSHOT_TYPE,
    );
    for (let at = 0; at < found.snapshotLength; at++) {
      const one = found.snapshotItem(at);
      const { width, height } = one.getBoundingClientRect();
      // A text for screen readers only has the size of a pixel.
      if (width > 8 && height > 8 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        return true;
    }
    return false;
  }

  window.probe = {
    marks,
    origin: performance.timeOrigin,
    /** Resolves once there is such a mark; false where there is none within so many milliseconds. */
    until: (name, patience) =>
      new Promise((done) => {
        if (marks[name]) return done(true);
        awaited[name] = () => done(true);
        setTimeout(() => done(false), patience);
      }),
    written: () => box()?.value ?? '',
    place() {
      const { x, y, width, height } = box().getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    },
    /** By how much tasks kept the page longer than 50 ms each: "total blocking time". */
    blocked: () => tasks.reduce((sum, duration) => sum + Math.max(0, duration - 50), 0),
    /** The longest task, in milliseconds: for so long the page did nothing else. */
    longest: () => tasks.reduce((longest, duration) => Math.max(longest, duration), 0),
  };
})();
