/** A straight line through points, by least squares. */
type Line = {
  readonly slope: number;
  readonly start: number;
  /** How much of what differs between the points the line accounts for: 1 is all of it (R²). */
  readonly share: number;
};

/** The straight line nearest to at least two points that do not all have the same x. */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sum = (of: (x: number, y: number) => number) =>
    points.reduce((total, [x, y]) => total + of(x - meanX, y - meanY), 0);
  const slope = sum((x, y) => x * y) / sum((x) => x * x);
  const all = sum((_, y) => y * y);
  const left = sum((x, y) => (y - slope * x) ** 2);
  return { slope, start: meanY - slope * meanX, share: all === 0 ? 1 : 1 - left / all };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
