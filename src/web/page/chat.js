import { renderMarkdown } from './markdown.js';

const { createDirectLine, renderWebChat } = window.WebChat;
const KEPT = 'pop-or-imap-talk';
const CONNECTED = 2;
const ENDED = new Set([3, 4, 5]);

const status = document.getElementById('status');
const narrow = matchMedia('(max-width: 480px)').matches;
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
const nonce = document.querySelector('meta[name=nonce]').content;

const styleOptions = {
  accent: dark ? '#8ab8f5' : '#1d4f91',
  backgroundColor: dark ? '#1d2127' : '#ffffff',
  bubbleBackground: dark ? '#2a3038' : '#eef2f7',
  bubbleBorderRadius: 12,
  bubbleBorderWidth: 0,
  bubbleTextColor: dark ? '#e8eaed' : '#1b1f24',
  bubbleFromUserBackground: '#1d4f91',
  bubbleFromUserBorderRadius: 12,
  bubbleFromUserTextColor: '#ffffff',
  bubbleMaxWidth: 560,
  hideUploadButton: true,
  primaryFont: 'system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  sendBoxBackground: dark ? '#1d2127' : '#ffffff',
  sendBoxTextColor: dark ? '#e8eaed' : '#1b1f24',
  sendBoxPlaceholderColor: dark ? '#a9b1bb' : '#5c6670',
  sendBoxBorderTop: dark ? 'solid 1px #3a4048' : 'solid 1px #d9dfe6',
  subtle: dark ? '#a9b1bb' : '#5c6670',
  timestampColor: dark ? '#a9b1bb' : '#5c6670',
  suggestedActionLayout: narrow ? 'stacked' : 'flow',
  suggestedActionsStackedHeight: 'auto',
  suggestedActionsStackedLayoutButtonTextWrap: true,
  suggestedActionBackgroundColor: dark ? '#1d2127' : '#ffffff',
  suggestedActionBorderColor: dark ? '#8ab8f5' : '#1d4f91',
  suggestedActionBorderRadius: 16,
  suggestedActionTextColor: dark ? '#8ab8f5' : '#1d4f91',
  suggestedActionHeight: 34,
};

document.getElementById('new-talk').addEventListener('click', () => {
  localStorage.removeItem(KEPT);
  location.reload();
});

try {
  show(await openTalk());
} catch {
  status.textContent = 'The chat cannot be reached right now. Please reload the page in a moment.';
}

/** The talk that this browser was in, or a new one. */
async function openTalk() {
  const kept = localStorage.getItem(KEPT);
  const resumed = kept === null ? null : await ticket({ token: kept });
  const talk = resumed ?? (await ticket());
  localStorage.setItem(KEPT, talk.token);
  return { ...talk, resumed: resumed !== null };
}

/** A token for a talk; null where an earlier one can no longer be resumed. */
async function ticket(body) {
  const response = await fetch('/api/directline/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status === 403 && body) return null;
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  return response.json();
}

function show({ token, conversationId, userId, resumed }) {
  const directLine = createDirectLine({
    domain: `${location.origin}/v3/directline`,
    token,
    // With a watermark the whole talk so far comes again.
    ...(resumed && { conversationId, watermark: '0' }),
  });
  directLine.connectionStatus$.subscribe((state) => {
    document.body.dataset.connection = state === CONNECTED ? 'connected' : 'waiting';
    if (ENDED.has(state))
      status.textContent = 'The connection was lost. Reload the page to go on where you were.';
    else status.textContent = '';
  });
  renderWebChat(
    { directLine, userID: userId, renderMarkdown, nonce, locale: 'en-US', styleOptions },
    document.getElementById('chat'),
  );
  document.querySelector('#chat [data-id="webchat-sendbox-input"]')?.focus();
}
