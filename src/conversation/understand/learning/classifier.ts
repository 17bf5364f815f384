import { type Names, namesOf, numberOf } from '../text/names.ts';

/** A sentence to learn from: what it is recognised by, and the names of all that it says (which may be nothing). */
export type Row = { readonly features: ReadonlySet<string>; readonly labels: readonly string[] };

/** What was learnt, in a form that can be kept in a file, and read from there without work for each feature. */
export type Learnt = {
  readonly labels: readonly string[];
  /** First the patterns' findings, one for each label. */
  readonly features: Names;
  /** The weights of feature `n` are those from `starts[n]` to before `starts[n + 1]`, each for the label in `which`. */
  readonly starts: Uint32Array;
  readonly which: Uint8Array;
  /** In `unit`s: half of a file of some megabytes to read at each start. */
  readonly weights: Int16Array;
  readonly unit: number;
  readonly bias: Float32Array;
};

/** How likely a sentence says each label, between 0 and 1, in the order of `labels`. */
export type Classifier = {
  readonly labels: readonly string[];
  readonly scores: (features: Iterable<string>) => Float32Array;
};

const PASSES = 12;
/** What was learnt is the mean of so many last passes, which evens out the order of the rows. */
const AVERAGED = 6;
const RATE = 0.3;
const BIAS_RATE = 0.02;
const START_BIAS = -3;
/** A feature that only one sentence has teaches nothing about others. */
const SEEN = 2;
/** So many of a row's features are left out at each pass, so that none is relied upon alone. */
const LEFT_OUT = 0.5;
/** How strongly weights are held near zero, so that a word seen seldom proves little. */
const DECAY = 1e-3;
/** An error so small is none. */
const CLOSE = 0.02;
/** A pattern is trusted so far before any example has been seen. */
const TRUST = 2;
/** Longer sentences have more features, each of which says a little less. */
const DAMPING = 0.1;
const SHORT = 6;
/** Weights nearer to zero are dropped. */
const NOTHING = 0.02;
/** The greatest number in an `Int16Array`. */
const GREATEST = 32_767;

/**
 * Learns one logistic regression for each label (one against the rest, AdaGrad, features left out at random from a
 * fixed seed: the same rows always give the same result). A feature that begins with `@` is a pattern's finding: it
 * is trusted from the outset and is not damped by the length of the sentence.
 */
export function learn(rows: readonly Row[], labels: readonly string[]): Learnt {
  const width = labels.length;
  const number = new Map(labels.map((label, at) => [label, at]));
  const features = worthLearning(rows, labels);
  const index = new Map(features.map((feature, at) => [feature, at]));
  const isPattern = Uint8Array.from(features, (feature) => (feature.startsWith('@') ? 1 : 0));

  const data = rows.map((row) => {
    const wanted = new Uint8Array(width);
    for (const label of row.labels) wanted[number.get(label) ?? -1] = 1;
    return { wanted, on: numbersOf(row.features, (feature) => index.get(feature) ?? -1) };
  });
  const weights = new Float32Array(features.length * width);
  const squares = new Float32Array(features.length * width).fill(0.3);
  const bias = new Float32Array(width).fill(START_BIAS);
  const sums = new Float32Array(width);
  labels.forEach((label, at) => {
    const pattern = index.get(`@${label}`);
    if (pattern !== undefined) weights[pattern * width + at] = TRUST;
  });

  const sum = new Float32Array(weights.length);
  const biasSum = new Float32Array(width);

  const random = randomFrom(12_345);
  const order = data.map((_, at) => at);
  for (let pass = 0; pass < PASSES; pass++) {
    shuffle(order, random);
    for (const at of order) {
      const row = data[at];
      if (!row) continue;
      const on = row.on.filter(() => random() > LEFT_OUT);
      const scale = damping(on.length);
      sums.set(bias);
      for (const feature of on) {
        const from = feature * width;
        const share = isPattern[feature] ? 1 : scale;
        for (let label = 0; label < width; label++) {
          sums[label] = (sums[label] ?? 0) + (weights[from + label] ?? 0) * share;
        }
      }
      for (let label = 0; label < width; label++) {
        const error = (row.wanted[label] ?? 0) - sigmoid(sums[label] ?? 0);
        if (Math.abs(error) < CLOSE) continue;
        bias[label] = (bias[label] ?? 0) + BIAS_RATE * error;
        for (const feature of on) {
          const weight = feature * width + label;
          const push = error * (isPattern[feature] ? 1 : scale) - DECAY * (weights[weight] ?? 0);
          const square = (squares[weight] ?? 0) + push * push;
          squares[weight] = square;
          weights[weight] = (weights[weight] ?? 0) + (RATE * push) / Math.sqrt(square);
        }
      }
    }
    if (pass < PASSES - AVERAGED) continue;
    weights.forEach((weight, at) => {
      sum[at] = (sum[at] ?? 0) + weight / AVERAGED;
    });
    bias.forEach((weight, at) => {
      biasSum[at] = (biasSum[at] ?? 0) + weight / AVERAGED;
    });
  }
  const told = withoutNothing(sum, features.length, width);
  return { labels, features: namesOf(features), bias: biasSum, ...told };
}

/** Gets ready what was learnt. */
export function openClassifier(learnt: Learnt): Classifier {
  const { labels, features, starts, which, weights, unit, bias } = learnt;
  return {
    labels,
    scores(of) {
      const on = numbersOf(of, (feature) => numberOf(features, feature));
      const scale = damping(on.length);
      const sums = Float32Array.from(bias);
      for (const feature of on) {
        const share = unit * (feature < labels.length ? 1 : scale);
        const end = starts[feature + 1] ?? 0;
        for (let at = starts[feature] ?? 0; at < end; at++) {
          const label = which[at] ?? 0;
          sums[label] = (sums[label] ?? 0) + (weights[at] ?? 0) * share;
        }
      }
      return sums.map(sigmoid);
    },
  };
}

/** All features that more than one row has, and each pattern's, which come first. */
function worthLearning(rows: readonly Row[], labels: readonly string[]): string[] {
  const seen = new Map<string, number>();
  for (const label of labels) seen.set(`@${label}`, SEEN);
  for (const row of rows) for (const feature of row.features) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  return [...seen].flatMap(([feature, times]) => (times >= SEEN ? feature : []));
}

function numbersOf(features: Iterable<string>, numberOf: (feature: string) => number): number[] {
  const numbers: number[] = [];
  for (const feature of features) {
    const at = numberOf(feature);
    if (at >= 0) numbers.push(at);
  }
  return numbers;
}

function withoutNothing(all: Float32Array, count: number, width: number) {
  const starts = new Uint32Array(count + 1);
  const which: number[] = [];
  const weights: number[] = [];
  for (let feature = 0; feature < count; feature++) {
    for (let label = 0; label < width; label++) {
      const weight = all[feature * width + label] ?? 0;
      if (Math.abs(weight) < NOTHING) continue;
      which.push(label);
      weights.push(weight);
    }
    starts[feature + 1] = which.length;
  }
  const unit = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / GREATEST;
  const inUnits = Int16Array.from(weights, (weight) => Math.round(weight / unit));
  return { starts, which: Uint8Array.from(which), weights: inUnits, unit };
}

function damping(count: number): number {
  return Math.max(SHORT, count) ** -DAMPING;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Numbers from 0 to 1 that look like chance and are always the same (a linear congruential generator). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

function shuffle(list: number[], random: () => number): void {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [list[at] ?? 0, list[other] ?? 0];
    list[at] = two;
    list[other] = one;
  }
}
