import { type Colour, drawPng } from './png.ts';

/** As in the chat page's icon. */
export const BLUE = '#1d4f91';
const blue: Colour = [0x1d / 255, 0x4f / 255, 0x91 / 255, 1];
const white: Colour = [1, 1, 1, 1];
const nothing: Colour = [1, 1, 1, 0];

/** A white envelope on blue, which fills the whole square: Teams rounds its corners itself. */
export function colourIcon(): Buffer {
  return drawPng(192, (x, y) => {
    if (!isIn(x, y, 0)) return blue;
    return isOnFlap(x, y, 0.03) ? blue : white;
  });
}

/** The envelope's outline, white on nothing, as Teams wants it. */
export function outlineIcon(): Buffer {
  return drawPng(32, (x, y) => {
    const [wide, high] = [(x - 0.5) * 1.35 + 0.5, (y - 0.5) * 1.35 + 0.5];
    const onBorder = isIn(wide, high, 0) && !isIn(wide, high, 0.075);
    return onBorder || (isIn(wide, high, 0) && isOnFlap(wide, high, 0.04)) ? white : nothing;
  });
}

const LEFT = 0.19;
const TOP = 0.3;

/** Whether a point is in the envelope, and at least `inset` from its border. */
function isIn(x: number, y: number, inset: number): boolean {
  return x > LEFT + inset && x < 1 - LEFT - inset && y > TOP + inset && y < 1 - TOP + inset;
}

/** Whether a point is at most `width` from the flap, which goes from the upper corners to below the middle. */
function isOnFlap(x: number, y: number, width: number): boolean {
  const slope = 0.78;
  const edge = TOP + (Math.min(x, 1 - x) - LEFT) * slope;
  return Math.abs(y - edge) / Math.hypot(1, slope) < width;
}
