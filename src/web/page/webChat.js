/** How soon a script that did not come is asked for again, in milliseconds. */
const AGAIN = 4000;
/** A preload of which nothing is heard for so long is not waited for, in milliseconds. */
const SLOWEST = 30_000;

/**
 * Web Chat, which is large: it comes in while the person already talks, and is run, which keeps a slow phone busy for a
 * second or more, when `pause` resolves. Asked for again and again where it does not come.
 *
 * @param {HTMLLinkElement} link what has it preloaded
 * @param {() => Promise<void>} pause
 * @returns {Promise<WebChat>}
 */
export async function loadWebChat(link, pause) {
  await preloaded(link);
  for (;;) {
    await pause();
    await run(link.href);
    if (window.WebChat) return window.WebChat;
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}

/**
 * Resolves once the file is there, or will not come this way.
 *
 * @param {HTMLLinkElement} link
 */
async function preloaded(link) {
  // See ahead.js.
  if (link.dataset.ended) return;
  await new Promise((done) => {
    link.addEventListener('load', done);
    link.addEventListener('error', done);
    setTimeout(done, SLOWEST);
  });
}

/** @param {string} address */
function run(address) {
  const script = document.createElement('script');
  script.src = address;
  document.head.append(script);
  return new Promise((done) => {
    script.addEventListener('load', done);
    script.addEventListener('error', done);
  });
}
