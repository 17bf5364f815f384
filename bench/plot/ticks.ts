/** The ends of an axis, and where it has marks. */
export type Axis = { readonly from: number; readonly to: number; readonly ticks: readonly number[] };

/** Steps between two marks that people read easily, times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10];

/** An axis from zero to at least `largest`, with some `count` marks at round numbers. */
export function linearAxis(largest: number, count = 5): Axis {
  if (!(largest > 0)) return { from: 0, to: 1, ticks: [0, 1] };
  const rough = largest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const marks = Math.ceil(largest / step - 1e-9);
  // A multiple of a decimal step has a tail of its own: 3 × 0.1.
  const ticks = Array.from({ length: marks + 1 }, (_, at) => Number((at * step).toPrecision(12)));
  return { from: 0, to: marks * step, ticks };
}

/** An axis in powers of ten around values above zero. */
export function logAxis(values: readonly number[]): Axis {
  const exponents = values.map((value) => Math.log10(value));
  const first = Math.floor(Math.min(...exponents) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.max(...exponents) - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => 10 ** (first + at));
  return { from: 10 ** first, to: 10 ** last, ticks };
}

/** A large number in few characters: 1,500, 200 k, 1 M. */
export function short(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (value >= 1e5) return `${Number((value / 1e3).toPrecision(3))} k`;
  return Number(value.toPrecision(3)).toLocaleString('en');
}
