const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element with its properties and what is in it. Firefox before 119 knows no property for its name.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {(Node | string)[]} children
 */
export function element(tag, { ariaLabel, ...properties }, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  if (ariaLabel) made.setAttribute('aria-label', ariaLabel);
  made.append(...children);
  return made;
}

/** The launcher's sign: an envelope in a speech bubble. */
export function sign() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute(
    'd',
    'M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM7 8.5l5 3.5 5-3.5',
  );
  svg.append(path);
  return svg;
}
