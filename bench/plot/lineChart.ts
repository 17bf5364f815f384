import { type Axis, linearAxis, logAxis, short } from './ticks.ts';

type Series = {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Whether each point has a mark; without, only the line is drawn. */
  readonly marked?: boolean;
};

type Chart = {
  readonly title: string;
  /** What is to be seen, in words, for those who do not see it. */
  readonly description: string;
  readonly x: {
    readonly label: string;
    readonly scale: 'linear' | 'log';
    /** Where it is not to be made from the points. */
    readonly axis?: Axis;
  };
  /** From zero upwards, so that the height of a point tells its size. */
  readonly y: { readonly label: string };
  readonly series: readonly Series[];
};

const WIDTH = 720;
const HEIGHT = 400;
const PLOT = { left: 72, right: 24, top: 76, bottom: 56 };
/** Dark enough on white (4.5 : 1 and more); told apart by their marks and dashes, too. */
const COLOURS = ['#0b57a4', '#b3400a', '#1b6e2e', '#7a2e8d'];
const DASHES = ['', '7 4', '2 4', '10 4 2 4'];

/** A line chart as SVG, with a background of its own, so that it is legible on a page of any colour. */
export function lineChart({ title, description, x, y, series }: Chart): string {
  const points = series.flatMap((one) => one.points);
  const xs = points.map(([x]) => x);
  const across = x.axis ?? (x.scale === 'log' ? logAxis(xs) : linearAxis(Math.max(...xs), 8));
  const up = linearAxis(Math.max(...points.map(([, y]) => y)));
  const bottom = HEIGHT - PLOT.bottom;
  const left = (value: number) =>
    PLOT.left + placeOf(value, across, x.scale) * (WIDTH - PLOT.left - PLOT.right);
  const top = (value: number) => bottom - placeOf(value, up, 'linear') * (bottom - PLOT.top);

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="#1f2328" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(PLOT.left, 26, title, 'start', 'font-size="16" font-weight="600"'),
    ...legend(series),
    ...up.ticks.flatMap((value) => [
      line(PLOT.left, top(value), WIDTH - PLOT.right, top(value), value === 0 ? '#57606a' : '#d8dee4'),
      text(PLOT.left - 8, top(value) + 4, short(value), 'end'),
    ]),
    ...across.ticks.flatMap((value) => [
      line(left(value), bottom, left(value), bottom + 5, '#57606a'),
      text(left(value), bottom + 20, short(value), 'middle'),
    ]),
    text((PLOT.left + WIDTH - PLOT.right) / 2, HEIGHT - 14, x.label, 'middle'),
    text(0, 0, y.label, 'middle', `transform="translate(18 ${(PLOT.top + bottom) / 2}) rotate(-90)"`),
    ...series.flatMap((one, at) => drawn(one, at, left, top)),
    '</svg>',
    '',
  ].join('\n');
}

/** Where a value is on an axis, from 0 to 1. */
export function placeOf(value: number, { from, to }: Axis, scale: 'linear' | 'log'): number {
  return scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
}

function drawn({ points, marked }: Series, at: number, left: Scale, top: Scale): string[] {
  const places = points.map(([x, y]) => [left(x).toFixed(1), top(y).toFixed(1)] as const);
  const path = places.map((place) => place.join(' ')).join(' L');
  return [
    `<path d="M${path}" fill="none" stroke-width="2" ${stroke(at)}/>`,
    ...(marked === false ? [] : places.map(([x, y]) => mark(at, Number(x), Number(y)))),
  ];
}

type Scale = (value: number) => number;

/** The names of the lines in a row below the title, each with a piece of its line. */
function legend(series: readonly Series[]): string[] {
  let from = PLOT.left;
  return series.flatMap(({ name, marked }, at) => {
    const start = from;
    from += 56 + name.length * 7;
    return [
      `<path d="M${start} 50 H${start + 30}" stroke-width="2" ${stroke(at)}/>`,
      ...(marked === false ? [] : [mark(at, start + 15, 50)]),
      text(start + 38, 54, name, 'start'),
    ];
  });
}

function stroke(at: number): string {
  return `stroke="${COLOURS[at % COLOURS.length]}" stroke-dasharray="${DASHES[at % DASHES.length]}"`;
}

/** A circle, a square, a triangle, a diamond. */
function mark(at: number, x: number, y: number): string {
  const fill = `fill="${COLOURS[at % COLOURS.length]}"`;
  const shapes = ['', 'm-4 -4 h8 v8 h-8z', 'm0 -5 l5 9 h-10z', 'm0 -5 l5 5 l-5 5 l-5 -5z'];
  const shape = shapes[at % shapes.length];
  if (!shape) return `<circle cx="${x}" cy="${y}" r="4" ${fill}/>`;
  return `<path transform="translate(${x} ${y})" d="${shape}" ${fill}/>`;
}

function text(x: number, y: number, says: string, anchor: 'start' | 'middle' | 'end', more = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" ${more}>${escaped(says)}</text>`;
}

function line(x: number, y: number, toX: number, toY: number, colour: string): string {
  const [from, to] = [`${x.toFixed(1)} ${y.toFixed(1)}`, `${toX.toFixed(1)} ${toY.toFixed(1)}`];
  return `<path d="M${from} L${to}" stroke="${colour}"/>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
