import { escaped } from '../html.js';

/** Text for XML, in an element or an attribute; characters that XML 1.0 does not allow are left out. */
export function escapeXml(text: string): string {
  const allowed = [...text].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 0x20 && character !== '\t' && character !== '\n' && character !== '\r';
    return !isControl && code !== 0xfffe && code !== 0xffff && !(code >= 0xd800 && code <= 0xdfff);
  });
  return escaped(allowed.join(''));
}
