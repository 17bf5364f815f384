import { median } from '../median.ts';
import { tableOf } from '../tables.ts';
import type { ChatVisit } from './chat.ts';
import { FAST_3G, SLOWDOWN } from './emulation.ts';
import type { Loading } from './load.ts';
import { difference } from './statistics.ts';

/** Each row is one round. */
export type Talks = Readonly<Record<'stock' | 'page' | 'launcher', ChatVisit>>;
/** `again` is the page without the launcher a second time: what the same page differs from itself by. */
export type Loads = Readonly<Record<'without' | 'with' | 'again', Loading>>;

type Seen = {
  readonly talks: readonly Talks[];
  readonly loads: readonly Loads[];
  /** Of the script that a page has, gzipped, in bytes. */
  readonly scriptSize: number;
  /** Of the launcher that the script brings once the page has loaded. */
  readonly launcherSize: number;
  readonly machine: string;
};

const LAUNCHER_LIMIT = 5 * 1024;
/** What the chat may take of the time that the stock page takes. */
const SHARE = 0.6;

const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;
const whole = (value: number) => Math.round(value).toLocaleString('en');
const CHAT: readonly (readonly [string, keyof ChatVisit, (value: number) => string])[] = [
  ['a typed letter stands in the box', 'typed', seconds],
  ['the greeting can be read', 'greeting', seconds],
  ['**usable**: both', 'usable', seconds],
  ['a message sent then is answered', 'answered', seconds],
  ['all of Web Chat is there', 'webChat', seconds],
  ['requests', 'requests', whole],
  ['transferred, KB', 'bytes', (value) => whole(value / 1024)],
  ['total blocking time, ms', 'blocked', whole],
  ['longest freeze, ms', 'longest', whole],
  ['scripts ran, ms', 'scripting', whole],
];
const LOAD: readonly (readonly [string, keyof Loading])[] = [
  ['first contentful paint', 'fcp'],
  ['largest contentful paint', 'lcp'],
  ['total blocking time', 'tbt'],
  ['load event', 'load'],
];

/** What was measured, as a page in Markdown. */
export function report({ talks, loads, scriptSize, launcherSize, machine }: Seen): string {
  const share = (what: 'page' | 'launcher') =>
    middle(talks, what, 'usable') / middle(talks, 'stock', 'usable');
  return `# The widget on a slow phone

Written by \`npm run bench:widget\`: ${talks.length} rounds of chats and ${loads.length} of page loads, interleaved, medians, each visit with an
empty cache, in Chromium with ${SLOWDOWN}× CPU slowdown and "Fast 3G" (${whole(FAST_3G.downloadThroughput)} B/s down, ${whole(FAST_3G.uploadThroughput)} B/s up, ${FAST_3G.latency} ms for
each request: the values of Chrome's developer tools, as in Puppeteer's \`PredefinedNetworkConditions\`).
On ${machine}.

## The chat

![when each chat can be used](widget.svg)

${chatTable(talks)}

- **Target: usable in at most ${SHARE} × the stock page's time.** The page ${verdict(share('page'), SHARE)}, the launcher ${verdict(share('launcher'), SHARE)}.
- *Stock* is Web Chat's sample page: the full bundle, then a token, then \`renderWebChat\`, against this bot's Direct Line. It has
  everything from one origin and compressed by Brotli as well as ours, which spares it the connections and preflights
  that it has in practice. The launcher's times begin with the click, on a page that has loaded.
- A visit clicks into the box as soon as there is one, types by the keyboard, looks whether every letter stands there, sends
  once the greeting can be read, and waits for the right answer and for all of Web Chat.
- Ours is usable before Web Chat is there: a small view of the page's own takes and sends what is written, and hands over
  to Web Chat, which then shows the same talk. The row "all of Web Chat is there" compares like with like.
- The browser slows down requests and the opening of the WebSocket, but not the greeting and answers that come over it: the
  same for all three.

## The page that has the launcher

The script in the page is ${whole(scriptSize)} bytes gzipped; it brings the launcher, **${whole(launcherSize)} bytes** (target: at most ${whole(LAUNCHER_LIMIT)}), once the
page has loaded. A help page of its own server, with text, style sheet, script and a picture, with and without the launcher's
line, watched until well after the button is there; in milliseconds:

${loadTable(loads)}

The difference is the median of the rounds' differences with its 95 % interval (bootstrap); noise is what the page without the
launcher differs from itself by, in the same rounds.

- **Target: the page's own load is not delayed.** ${delays(loads)}
`;
}

function chatTable(talks: readonly Talks[]): string {
  const ratio = (one: number, other: number) => (one / other).toFixed(2);
  const rows = CHAT.map(([name, what, shown]) => {
    const [stock, page, launcher] = [
      middle(talks, 'stock', what),
      middle(talks, 'page', what),
      middle(talks, 'launcher', what),
    ];
    return [name, shown(stock), shown(page), ratio(page, stock), shown(launcher), ratio(launcher, stock)];
  });
  return tableOf(['', 'stock', 'our page', '× stock', 'our launcher', '× stock'], rows);
}

function loadTable(loads: readonly Loads[]): string {
  const rows = LOAD.map(([name, what]) => [
    name,
    whole(median(loads.map((row) => row.without[what]))),
    whole(median(loads.map((row) => row.with[what]))),
    interval(compared(loads, 'with', what)),
    interval(compared(loads, 'again', what)),
  ]);
  return tableOf(['', 'without', 'with', 'difference', 'noise'], rows);
}

function middle(talks: readonly Talks[], who: keyof Talks, what: keyof ChatVisit): number {
  return median(talks.map((row) => row[who][what]));
}

function compared(loads: readonly Loads[], one: 'with' | 'again', what: keyof Loading) {
  return difference(loads.map((row) => [row[one][what], row.without[what]]));
}

function interval({ median, from, to }: ReturnType<typeof difference>): string {
  const signed = (value: number) => `${Math.round(value) > 0 ? '+' : ''}${Math.round(value)}`;
  return `${signed(median)} (${signed(from)} to ${signed(to)})`;
}

function verdict(value: number, limit: number): string {
  return `${value <= limit ? 'meets' : '**misses**'} it with ${value.toFixed(2)}`;
}

/** Whether the differences of the paint and of the blocking time are larger than those of the page from itself. */
function delays(loads: readonly Loads[]): string {
  return LOAD.filter(([, what]) => what === 'lcp' || what === 'tbt')
    .map(([name, what]) => {
      const { median, from, to } = compared(loads, 'with', what);
      const noise = compared(loads, 'again', what);
      const isNone = (from <= 0 && to >= 0) || (median >= noise.from && median <= noise.to);
      if (isNone) return `The ${name}'s difference is within the noise.`;
      return median > 0 ? `The ${name} is **later** by more than the noise.` : `The ${name} is not later.`;
    })
    .join(' ');
}
