export type Example<Label> = { readonly features: ReadonlySet<string>; readonly label: Label };
export type Scored<Label> = { readonly label: Label; readonly score: number };

export type Classifier<Label> = (features: ReadonlySet<string>) => Scored<Label>[];

const PASSES = 12;
const RATE = 0.5;
const DECAY = 1e-4;

/**
 * Learns one logistic regression for each label from examples (one-versus-rest, stochastic gradient descent in
 * a fixed order, so that the same examples always give the same classifier). The result scores a clause for
 * each label between 0 and 1, highest first.
 */
export function train<Label>(examples: readonly Example<Label>[]): Classifier<Label> {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const index = new Map<string, number>();
  const rows = examples.map(({ features, label }) => ({
    target: labels.indexOf(label),
    on: [...features].map((feature) => {
      const at = index.get(feature) ?? index.size;
      index.set(feature, at);
      return at;
    }),
  }));
  const weights = labels.map(() => new Float64Array(index.size));
  const bias = new Float64Array(labels.length).fill(-2);

  for (let pass = 0; pass < PASSES; pass++) {
    const rate = RATE / (1 + pass);
    for (let step = 0; step < rows.length; step++) {
      // A stride coprime to any list that is not a multiple of it: neighbours are of one label.
      const row = rows[(step * 7919) % rows.length];
      if (!row || row.on.length === 0) continue;
      const scale = 1 / Math.sqrt(row.on.length);
      labels.forEach((_, label) => {
        const own = weights[label];
        if (!own) return;
        const score = sigmoid(sum(own, row.on) * scale + (bias[label] ?? 0));
        const error = (label === row.target ? 1 : 0) - score;
        const push = rate * error * (label === row.target ? 4 : 1);
        bias[label] = (bias[label] ?? 0) + push * 0.1;
        for (const at of row.on) own[at] = (own[at] ?? 0) * (1 - DECAY) + push * scale;
      });
    }
  }

  return (features) => {
    const on: number[] = [];
    for (const feature of features) {
      const at = index.get(feature);
      if (at !== undefined) on.push(at);
    }
    if (on.length === 0) return [];
    const scale = 1 / Math.sqrt(features.size);
    return labels
      .map((label, at) => ({ label, score: sigmoid(sum(weights[at] ?? [], on) * scale + (bias[at] ?? 0)) }))
      .sort((a, b) => b.score - a.score);
  };
}

function sum(weights: ArrayLike<number>, on: readonly number[]): number {
  let total = 0;
  for (const at of on) total += weights[at] ?? 0;
  return total;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
