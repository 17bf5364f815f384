/**
 * How the launcher looks. Made in the script, so that the strictest policy of a page has nothing to forbid.
 *
 * @param {{ accent: string, onAccent: string, side: 'left' | 'right', full: string }} look `full` is the media query for
 *   screens on which the chat is all there is
 */
export function sheetFor({ accent, onAccent, side, full }) {
  const other = side === 'left' ? 'right' : 'left';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial !important; }
    * { box-sizing: border-box; font-family: system-ui, sans-serif; }
    [hidden] { display: none !important; }
    .root { --face: #fff; --text: #1b1f24; --line: #c3cad3; position: fixed; z-index: 2147483647; inset: auto;
      width: auto; height: auto; margin: 0; padding: 0; overflow: visible; border: 0; background: none;
      ${side}: max(16px, env(safe-area-inset-${side})); bottom: max(16px, env(safe-area-inset-bottom));
      color: var(--text); font-size: 16px; line-height: 1.4; color-scheme: light dark; }
    button { font: inherit; cursor: pointer; border: 0; }
    button:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; box-shadow: 0 0 0 2px var(--face); }
    .launcher { position: relative; display: grid; place-items: center; width: 56px; height: 56px; margin-${other}: auto;
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
      width: min(400px, calc(100vw - 32px)); height: min(640px, calc(100dvh - 100px)); max-width: none; max-height: none;
      margin: 0; padding: 0; overflow: hidden; border: 1px solid var(--line); border-radius: 14px;
      background: var(--face); color: var(--text); box-shadow: 0 8px 40px #0005; overscroll-behavior: contain; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: none; }
    .bar { display: flex; flex: none; align-items: center; padding-inline-start: 16px; background: ${accent}; color: ${onAccent}; }
    h2 { flex: 1; min-width: 0; margin: 0; overflow: hidden; font-size: 16px; font-weight: 600; white-space: nowrap; text-overflow: ellipsis; }
    .bar button { background: none; color: inherit; }
    .bar button:focus-visible { outline-color: ${onAccent}; outline-offset: -5px; box-shadow: none; }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; color-scheme: light dark; }
    .away { margin: auto; padding: 24px; text-align: center; }
    .away:empty { margin: 0; padding: 0; }
    .silent { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (prefers-color-scheme: dark) { .root { --face: #1d2127; --text: #e8eaed; --line: #4a525c; } }
    @media ${full} {
      dialog { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0;
        padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); }
    }
    @media (prefers-reduced-motion: no-preference) {
      dialog[open], .greeting { animation: rise 0.18s ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    }
    @media print { .root { display: none; } }
  `);
  return sheet;
}
