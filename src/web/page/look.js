import { channels, contrast, ENOUGH } from '../contrast.js';

const WHITE = '#ffffff';
const BLACK = '#000000';
/** On dark paper a grey of no more contrast than that looks as if it could not be pressed. */
const CLEAR = 7;
/** With less contrast nobody sees where a bubble ends. */
const VISIBLE = 1.6;

/**
 * Colours from the page's custom properties, with one accent colour put in where the launcher's page wants it.
 *
 * @param {string | null} accent
 */
export function paint(accent) {
  const root = document.documentElement;
  /** @param {string} name */
  const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  if (!accent || !/^#[\da-f]{6}$/i.test(accent) || accent.toLowerCase() === colour('accent')) return;
  root.style.setProperty('--accent', accent);
  root.style.setProperty('--on-accent', readable(WHITE, accent));
  const isDark = contrast(WHITE, colour('surface')) > contrast(BLACK, colour('surface'));
  // Links stand in bubbles as well, which are nearer to them than the paper.
  const link = readable(accent, colour('bubble'), isDark ? CLEAR : ENOUGH);
  root.style.setProperty('--link', link);
  if (contrast(accent, colour('surface')) < VISIBLE) root.style.setProperty('--own-line', link);
}

/** Web Chat's style options, in the page's colours. */
export function styleOptions() {
  const computed = getComputedStyle(document.body);
  /** @param {string} name */
  const colour = (name) => computed.getPropertyValue(`--${name}`).trim();
  const isNarrow = matchMedia('(max-width: 480px)').matches;
  return {
    accent: colour('link'),
    // Long steps are read from their beginning.
    autoScrollSnapOnPage: true,
    backgroundColor: colour('surface'),
    bubbleBackground: colour('bubble'),
    bubbleBorderRadius: 12,
    bubbleBorderWidth: 0,
    bubbleTextColor: colour('text'),
    bubbleFromUserBackground: colour('accent'),
    bubbleFromUserBorderRadius: 12,
    bubbleFromUserBorderWidth: 0,
    bubbleFromUserTextColor: colour('on-accent'),
    bubbleMaxWidth: 600,
    bubbleMinHeight: 36,
    hideUploadButton: true,
    // What cannot be sent is sent once the connection is back, which the page tells.
    sendTimeout: 600_000,
    primaryFont: computed.fontFamily,
    paddingWide: isNarrow ? 8 : 12,
    sendBoxBackground: colour('surface'),
    sendBoxTextColor: colour('text'),
    sendBoxButtonColor: colour('link'),
    sendBoxButtonColorOnFocus: colour('link'),
    sendBoxButtonColorOnHover: colour('link'),
    sendBoxPlaceholderColor: colour('subtle'),
    sendBoxBorderTop: `solid 1px ${colour('line')}`,
    subtle: colour('subtle'),
    timestampColor: colour('subtle'),
    transcriptOverlayButtonBackground: colour('link'),
    transcriptOverlayButtonColor: colour('surface'),
    suggestedActionLayout: 'flow',
    suggestedActionBackgroundColor: colour('surface'),
    suggestedActionBackgroundColorOnHover: colour('bubble'),
    suggestedActionBackgroundColorOnFocus: colour('bubble'),
    suggestedActionBorderColor: colour('link'),
    suggestedActionBorderRadius: 16,
    suggestedActionTextColor: colour('link'),
    suggestedActionHeight: 36,
  };
}

/**
 * The colour, moved towards white or black until it can be read on the background.
 *
 * @param {string} colour
 * @param {string} background
 */
function readable(colour, background, enough = ENOUGH) {
  const towards = contrast(WHITE, background) > contrast(BLACK, background) ? WHITE : BLACK;
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = mix(colour, towards, share);
    if (contrast(mixed, background) >= enough) return mixed;
  }
  return towards;
}

/**
 * @param {string} one
 * @param {string} other
 * @param {number} share
 */
function mix(one, other, share) {
  const target = channels(other);
  const parts = channels(one).map((part, at) => part + ((target[at] ?? 0) - part) * share);
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
