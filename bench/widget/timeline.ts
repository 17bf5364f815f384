import { median } from '../median.ts';
import type { Talks } from './report.ts';

const NAMES: readonly (readonly [keyof Talks, string])[] = [
  ['stock', 'stock Web Chat page'],
  ['page', 'our chat page'],
  ['launcher', 'our launcher, from the click'],
];
const MOMENTS = [
  ['usable', 'can be used', 'fill="#1d4f91"'],
  ['answered', 'first answer', 'fill="#2f9e63"'],
  ['webChat', 'all of Web Chat', 'fill="#fff" stroke="#1b1f24" stroke-width="2"'],
] as const;
const LEFT = 210;
const WIDTH = 760;
const ROW = 44;
const TOP = 40;

/** The medians as a picture: a bar for each chat until it can be used, with the moments after it as marks. */
export function timeline(talks: readonly Talks[]): string {
  const at = (who: keyof Talks, what: (typeof MOMENTS)[number][0]) =>
    median(talks.map((row) => row[who][what])) / 1000;
  const all = NAMES.flatMap(([who]) => MOMENTS.map(([what]) => at(who, what)));
  const end = Math.ceil(Math.max(...all));
  const x = (seconds: number) => (LEFT + (seconds / end) * (WIDTH - LEFT - 50)).toFixed(1);
  const bottom = TOP + NAMES.length * ROW;
  const grid = Array.from({ length: end + 1 }, (_, second) => {
    const label = `<text x="${x(second)}" y="${bottom + 18}" text-anchor="middle">${second} s</text>`;
    return `<path d="M${x(second)} ${TOP - 6}V${bottom}" stroke="#d5dae0"/>${label}`;
  });
  const rows = NAMES.map(([who, name], row) => {
    const y = TOP + row * ROW;
    const bar = `<rect x="${LEFT}" y="${y + 6}" width="${Number(x(at(who, 'usable'))) - LEFT}" height="22" ${MOMENTS[0][2]}/>`;
    const number = `<text x="${LEFT + 8}" y="${y + 22}" fill="#fff">${at(who, 'usable').toFixed(1)} s</text>`;
    const signs = MOMENTS.slice(1).map(
      ([what, , look]) => `<circle cx="${x(at(who, what))}" cy="${y + 17}" r="6" ${look}/>`,
    );
    return `<text x="${LEFT - 10}" y="${y + 22}" text-anchor="end">${name}</text>${bar}${number}${signs.join('')}`;
  });
  const legend = MOMENTS.map(([, name, look], column) => {
    const left = LEFT + column * 150;
    return `<rect x="${left}" y="10" width="14" height="14" rx="${column === 0 ? 0 : 7}" ${look}/><text x="${left + 20}" y="22">${name}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 30}" font-family="system-ui, sans-serif" font-size="13" fill="#1b1f24">`,
    '<title>When each chat can be used on a slow phone, in seconds</title>',
    `<rect width="${WIDTH}" height="${bottom + 30}" fill="#fff"/>`,
    ...grid,
    ...legend,
    ...rows,
    '</svg>\n',
  ].join('\n');
}
