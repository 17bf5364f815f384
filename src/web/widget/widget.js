import { startLauncher } from './launcher.js';

/** What `<script src="…/widget.js" async></script>` runs, once in a page; see docs/website.md. */
const script = document.currentScript;
if (script instanceof HTMLScriptElement && !window.PopOrImap) startLauncher(script, POP_OR_IMAP_WORDS);
