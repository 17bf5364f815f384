/** A sentence to learn from: what it is recognised by, and all that it says (which may be nothing). */
export type Row<Label> = { readonly features: ReadonlySet<string>; readonly labels: readonly Label[] };

/** How likely a sentence says each label, between 0 and 1, likeliest first. */
export type Classifier<Label> = (
  features: ReadonlySet<string>,
) => { readonly label: Label; readonly score: number }[];

const PASSES = 14;
const RATE = 0.35;
/** How strongly weights are held near zero, so that a word seen once proves little. */
const DECAY = 2e-4;
/** What a sentence says counts for more than what it does not say, of which there is so much more. */
const EMPHASIS = 3;

/**
 * Learns one logistic regression for each label (one against the rest, stochastic gradient descent with steps
 * that shrink for each feature as it is seen, in a fixed order: the same rows always give the same classifier).
 * `labels` are compared by identity.
 */
export function train<Label>(rows: readonly Row<Label>[], labels: readonly Label[]): Classifier<Label> {
  const width = labels.length;
  const number = new Map(labels.map((label, at) => [label, at]));
  const index = new Map<string, number>();
  const seen: number[] = [];
  const learnt = rows.map((row) => {
    const target = new Uint8Array(width);
    for (const label of row.labels) target[number.get(label) ?? -1] = 1;
    const on = Array.from(row.features, (feature) => {
      const at = index.get(feature) ?? index.size;
      index.set(feature, at);
      seen[at] = (seen[at] ?? 0) + 1;
      return at;
    });
    return { target, on, scale: 1 / Math.sqrt(Math.max(1, on.length)) };
  });

  // A feature's weights for all labels lie side by side, so that one walk over the features serves them all.
  const weights = new Float32Array(index.size * width);
  const bias = new Float32Array(width).fill(-2.5);
  const sums = new Float32Array(width);
  const add = (on: readonly number[], scale: number) => {
    sums.set(bias);
    for (const feature of on) {
      const from = feature * width;
      for (let label = 0; label < width; label++) {
        sums[label] = (sums[label] ?? 0) + (weights[from + label] ?? 0) * scale;
      }
    }
  };

  const push = new Float32Array(width);
  for (let pass = 0; pass < PASSES; pass++) {
    const rate = RATE / (1 + 0.3 * pass);
    for (let step = 0; step < learnt.length; step++) {
      // A stride that visits every row once and keeps neighbours, which are of one label, apart.
      const row = learnt[(step * 7919) % learnt.length];
      if (!row) continue;
      add(row.on, row.scale);
      for (let label = 0; label < width; label++) {
        const wanted = row.target[label] ?? 0;
        const error = wanted - sigmoid(sums[label] ?? 0);
        push[label] = rate * error * (wanted === 1 ? EMPHASIS : 1);
        bias[label] = (bias[label] ?? 0) + 0.1 * (push[label] ?? 0);
      }
      for (const feature of row.on) {
        const from = feature * width;
        for (let label = 0; label < width; label++) {
          const weight = weights[from + label] ?? 0;
          weights[from + label] = weight * (1 - DECAY) + (push[label] ?? 0) * row.scale * 8;
        }
      }
    }
  }

  return (features) => {
    const on: number[] = [];
    for (const feature of features) {
      const at = index.get(feature);
      if (at !== undefined) on.push(at);
    }
    add(on, 1 / Math.sqrt(Math.max(1, features.size)));
    return labels
      .map((label, at) => ({ label, score: sigmoid(sums[at] ?? 0) }))
      .sort((one, other) => other.score - one.score);
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
