import type { RandomStream } from "../engine/random.ts";

/** A small fully connected network: tanh between layers, none after the last. */
export interface Network {
  /** Inputs, hidden layers, outputs. */
  readonly sizes: readonly number[];
  /** Row by row by layer, each row's weights and then its bias. */
  readonly layers: readonly Float64Array[];
}

/** A network before its training: no biases, weights so large that no layer fades or saturates. */
export const createNetwork = (sizes: readonly number[], random: RandomStream): Network => ({
  sizes,
  layers: sizes.slice(1).map((outputs, l) => {
    const inputs = sizes[l]!;
    // Glorot and Bengio 2010.
    const scale = Math.sqrt(2 / (inputs + outputs));
    return Float64Array.from({ length: outputs * (inputs + 1) }, (_, i) =>
      (i + 1) % (inputs + 1) === 0 ? 0 : scale * random.normal(),
    );
  }),
});

/** Outputs of every layer, the input first. */
const activations = ({ sizes, layers }: Network, input: ArrayLike<number>): ArrayLike<number>[] => {
  const all: ArrayLike<number>[] = [input];
  for (const [l, weights] of layers.entries()) {
    const [inputs, outputs] = [sizes[l]!, sizes[l + 1]!];
    const from = all[l]!;
    const to = new Float64Array(outputs);
    for (let o = 0; o < outputs; o++) {
      const row = o * (inputs + 1);
      let sum = weights[row + inputs]!;
      for (let i = 0; i < inputs; i++) sum += weights[row + i]! * from[i]!;
      to[o] = l < layers.length - 1 ? Math.tanh(sum) : sum;
    }
    all.push(to);
  }
  return all;
};

/** What the last layer gives; the input has as many values as the first layer. */
export const evaluate = (network: Network, input: ArrayLike<number>): ArrayLike<number> =>
  activations(network, input).at(-1)!;

export interface Example {
  readonly input: Float64Array;
  readonly target: Float64Array;
}

/** Adam (Kingma and Ba 2015) on the squared error, one batch a step. */
export const createTrainer = (network: Network) => {
  const first = network.layers.map(({ length }) => new Float64Array(length));
  const second = network.layers.map(({ length }) => new Float64Array(length));
  const gradient = network.layers.map(({ length }) => new Float64Array(length));
  let steps = 0;
  return (batch: readonly Example[], rate: number): number => {
    for (const g of gradient) g.fill(0);
    let loss = 0;
    for (const { input, target } of batch) {
      const all = activations(network, input);
      const output = all.at(-1)!;
      let delta = Float64Array.from(target, (wanted, o) => output[o]! - wanted);
      for (const d of delta) loss += (d * d) / 2;
      for (let l = network.layers.length - 1; l >= 0; l--) {
        const inputs = network.sizes[l]!;
        const [weights, g, from] = [network.layers[l]!, gradient[l]!, all[l]!];
        const below = new Float64Array(inputs);
        for (const [o, d] of delta.entries()) {
          const row = o * (inputs + 1);
          for (let i = 0; i < inputs; i++) {
            g[row + i]! += d * from[i]!;
            below[i]! += d * weights[row + i]!;
          }
          g[row + inputs]! += d;
        }
        if (l > 0) for (let i = 0; i < inputs; i++) below[i]! *= 1 - from[i]! ** 2;
        delta = below;
      }
    }
    steps += 1;
    const [b1, b2] = [0.9, 0.999];
    const scale = (rate * Math.sqrt(1 - b2 ** steps)) / (1 - b1 ** steps);
    for (const [l, weights] of network.layers.entries())
      for (let i = 0; i < weights.length; i++) {
        const g = gradient[l]![i]! / batch.length;
        first[l]![i] = b1 * first[l]![i]! + (1 - b1) * g;
        second[l]![i] = b2 * second[l]![i]! + (1 - b2) * g * g;
        weights[i]! -= (scale * first[l]![i]!) / (Math.sqrt(second[l]![i]!) + 1e-8);
      }
    return loss / batch.length;
  };
};
