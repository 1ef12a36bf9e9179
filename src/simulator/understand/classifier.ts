/**
 * A linear classifier: softmax over hashed features, trained by stochastic gradient descent (AdaGrad) from a seeded
 * order, so that the same model always gives the same answers.
 */
import type { Features } from './features.ts';

export interface Example {
  readonly features: Features;
  readonly label: number;
  readonly weight: number;
}

export interface Classifier {
  /** Probability of each label. */
  readonly probabilities: (features: Features) => Float64Array;
  /** What each feature adds to a label's score; for explanations. */
  readonly contributions: (features: Features, label: number) => Float64Array;
}

export interface Training {
  readonly labelCount: number;
  /** Number of feature buckets. */
  readonly dimension: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly seed: number;
}

export function train(examples: readonly Example[], training: Training): Classifier {
  const { labelCount, dimension, learningRate } = training;
  // Weights of one feature lie side by side, so that an example touches few cache lines.
  const weights = new Float32Array(dimension * labelCount);
  const squares = new Float32Array(dimension * labelCount);
  const bias = new Float64Array(labelCount);
  const scores = new Float64Array(labelCount);
  /** The labels that an example moves, and by how much. */
  const labels = new Int32Array(labelCount);
  const errors = new Float64Array(labelCount);

  const score = (features: Features): Float64Array => {
    scores.set(bias);
    const { indices, values } = features;
    for (let i = 0; i < indices.length; i += 1) {
      const base = (indices[i] ?? 0) * labelCount;
      const value = values[i] ?? 0;
      for (let label = 0; label < labelCount; label += 1) {
        scores[label] = (scores[label] ?? 0) + value * (weights[base + label] ?? 0);
      }
    }
    return softmax(scores);
  };

  const random = seeded(training.seed);
  const order = examples.map((_, index) => index);
  for (let epoch = 0; epoch < training.epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      const probability = score(example.features);
      let active = 0;
      for (let label = 0; label < labelCount; label += 1) {
        const error = ((probability[label] ?? 0) - (label === example.label ? 1 : 0)) * example.weight;
        // An error this small moves nothing that is worth the time.
        if (Math.abs(error) < 0.01) continue;
        bias[label] = (bias[label] ?? 0) - 0.02 * error;
        labels[active] = label;
        errors[active] = error;
        active += 1;
      }
      if (active === 0) continue;
      const { indices, values } = example.features;
      for (let i = 0; i < indices.length; i += 1) {
        const base = (indices[i] ?? 0) * labelCount;
        const value = values[i] ?? 0;
        for (let j = 0; j < active; j += 1) {
          const at = base + (labels[j] ?? 0);
          const gradient = (errors[j] ?? 0) * value;
          const square = (squares[at] ?? 0) + gradient * gradient;
          squares[at] = square;
          weights[at] = (weights[at] ?? 0) - (learningRate * gradient) / (Math.sqrt(square) + 1e-6);
        }
      }
    }
  }

  return {
    probabilities: features => Float64Array.from(score(features)),
    contributions: (features, label) =>
      Float64Array.from(
        features.indices,
        (index, i) => (features.values[i] ?? 0) * (weights[index * labelCount + label] ?? 0),
      ),
  };
}

/** In place. */
function softmax(scores: Float64Array): Float64Array {
  let largest = -Infinity;
  for (const value of scores) largest = Math.max(largest, value);
  let sum = 0;
  for (let i = 0; i < scores.length; i += 1) {
    const power = Math.exp((scores[i] ?? 0) - largest);
    scores[i] = power;
    sum += power;
  }
  for (let i = 0; i < scores.length; i += 1) scores[i] = (scores[i] ?? 0) / sum;
  return scores;
}

/** mulberry32: a small generator with a seed; the numbers are below one. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
}
