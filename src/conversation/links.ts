import { PICTURES_PATH } from './pictures.ts';
import { SETUP_FILES } from './setupFiles.ts';

const LINK = /\]\(([^)]*)\)/g;
const PICTURE = /!\[[^\]]*\]\(([^)]*)\)/g;
const UNCLOSED = /\]\([^)]*$/;
const ADDRESS = /\bhttps?:\/\/[^\s<>)"]*/g;
const SERVED: readonly string[] = Object.values(SETUP_FILES);

/** What is wrong with the links in a sentence, in a sentence; null where they are all well formed. */
export function faultInLinks(markdown: string): string | null {
  if (UNCLOSED.test(markdown)) return 'a link is not closed: write a ")" behind its address.';
  for (const [, target = ''] of markdown.matchAll(PICTURE)) {
    // Another one would tell its server who reads, and the page's policy does not show it.
    if (target.startsWith(`${PICTURES_PATH}/`)) continue;
    return `the picture at "${target}" is not one of ours: put it into dialogs/pictures and write its gap, {picture.name}.`;
  }
  for (const [, target = ''] of markdown.matchAll(LINK)) {
    const isServed = SERVED.includes(target) || target.startsWith(`${PICTURES_PATH}/`);
    if (isServed || /^mailto:[^\s@]+@[^\s@]+$/.test(target) || isAddress(target)) continue;
    return `the link to "${target}" leads nowhere: write an address that begins with https://, or a gap such as {file.profileIMAP}.`;
  }
  const bad = markdown.match(ADDRESS)?.find((address) => !isAddress(address));
  return bad === undefined ? null : `"${bad}" is no address: write one such as https://mail.example/.`;
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.') && !/\s/.test(text);
}
