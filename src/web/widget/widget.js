/** @typedef {import('./types.d.ts').Api} Api */

/** A page that has not loaded by then has something that hangs; in milliseconds. */
const PATIENCE = 10_000;

/**
 * What `<script src="…/widget.js" async></script>` runs; see docs/website.md. The launcher itself comes once the page has
 * loaded, so that the page is not slower by it, or as soon as the page wants to do something with it.
 *
 * @param {HTMLScriptElement} script the element that brought it, with its attributes
 */
function awaitLauncher(script) {
  /** @type {(api: Api) => void} */
  let done;
  /** @type {Promise<Api>} */
  const launcher = new Promise((resolve) => {
    done = resolve;
  });
  let isAsked = false;
  let times = 0;

  function ask() {
    if (isAsked) return;
    isAsked = true;
    bring(script, ++times).then(done, (error) => {
      // Next time somebody wants it.
      isAsked = false;
      console.error(error);
    });
  }

  /** @param {'open' | 'close' | 'toggle'} what */
  async function tell(what) {
    ask();
    (await launcher)[what]();
  }

  window.PopOrImap = {
    open: () => tell('open'),
    close: () => tell('close'),
    toggle: () => tell('toggle'),
    on(name, listener) {
      let isHeard = true;
      launcher.then((api) => api.on(name, (value) => isHeard && listener(value)));
      return () => {
        isHeard = false;
      };
    },
  };
  if (document.readyState === 'complete') ask();
  addEventListener('load', ask);
  setTimeout(ask, PATIENCE);
}

/**
 * @param {HTMLScriptElement} script
 * @param {number} time which attempt it is, as some browsers do not ask again for a module that they could not have
 * @returns {Promise<Api>}
 */
async function bring(script, time) {
  // The same address but for the query, which a policy's `script-src` does not look at. Trusted types would not let an
  // element's `src` be set.
  const { startLauncher, said } = await import(script.src.replace(/[?#].*|$/, `?launcher=${time}`));
  return startLauncher(script, said);
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !window.PopOrImap) awaitLauncher(script);
