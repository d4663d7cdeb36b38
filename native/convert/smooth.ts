import type { Channels, LayerInputs } from "../index.ts";
import { integerAt, type Metadata, textAt } from "./gguf-format.ts";
import type { ModelSource } from "./model-source.ts";
import { changed, columnsOf, isMatrix, pieces, readFloats, type SourceTensor } from "./tensor.ts";

/**
 * Smoothing of SmoothQuant+ (Pan et al. 2023, arXiv 2312.03788): an input channel with large activations makes errors of its
 * weights count more, so each channel is divided by a factor and its weights are multiplied by it. The model computes the
 * same; only its rounding changes. What divides is folded into what stands before:
 *
 * | matrices | their input comes from |
 * |---|---|
 * | attn_q, attn_k, attn_v | attn_norm |
 * | ffn_gate, ffn_up | ffn_norm |
 * | ffn_down | the rows of ffn_up, which the gate only multiplies |
 * | attn_output | the rows of attn_v: query heads that share values share factors |
 *
 * A head with weights of its own could be smoothed through output_norm, but it is not among the four-bit layers.
 */

/** Shape of a decoder as far as smoothing needs it. */
interface Heads {
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headWidth: number;
}

const architectureOf = (metadata: Metadata): string => textAt(metadata, "general.architecture") ?? "?";

/** @throws Error for a model whose norms feed more than its matrices, such as an encoder */
export const refuseUnsmooth = ({ metadata }: ModelSource): void => {
  const architecture = architectureOf(metadata);
  if (!["llama", "qwen2", "qwen3", "gemma3"].includes(architecture))
    throw new Error(
      `smoothing cannot be folded into the model type "${architecture}": what its norms give goes on beside its matrices too; take the type q4_0`,
    );
};

const headsOf = (metadata: Metadata): Heads => {
  const architecture = architectureOf(metadata);
  const number = (key: string) => integerAt(metadata, `${architecture}.${key}`);
  const heads = number("attention.head_count");
  const layers = number("block_count");
  const width = number("embedding_length");
  if (!heads || !layers || !width) throw new Error("the metadata lack the model's shape");
  return {
    layers,
    heads,
    kvHeads: number("attention.head_count_kv") ?? heads,
    headWidth: number("attention.key_length") ?? width / heads,
  };
};

/** Largest magnitudes of the columns of matrices with the same input. */
const columnMaxima = (matrices: readonly SourceTensor[]): Float32Array => {
  const maxima = new Float32Array(columnsOf(matrices[0]!));
  const columns = maxima.length;
  for (const matrix of matrices)
    for (const [first, rows] of pieces(matrix)) {
      const values = readFloats(matrix, first, rows);
      for (let row = 0; row < values.length; row += columns)
        for (let column = 0; column < columns; column += 1) {
          const magnitude = Math.abs(values[row + column]!);
          if (magnitude > maxima[column]!) maxima[column] = magnitude;
        }
    }
  return maxima;
};

/** What the query heads that share a head of values have in common: the largest of each. */
const shared = (values: Float32Array, { heads, kvHeads, headWidth }: Heads): Float32Array => {
  const group = heads / kvHeads;
  const out = new Float32Array(kvHeads * headWidth);
  for (let at = 0; at < values.length; at += 1) {
    const head = Math.floor(at / headWidth / group);
    const place = head * headWidth + (at % headWidth);
    out[place] = Math.max(out[place]!, values[at]!);
  }
  return out;
};
const spread = (values: Float32Array, { heads, kvHeads, headWidth }: Heads): Float32Array =>
  Float32Array.from({ length: heads * headWidth }, (_, at) => {
    const head = Math.floor(at / headWidth / (heads / kvHeads));
    return values[head * headWidth + (at % headWidth)]!;
  });

/** Magnitudes by which the channels of one layer are smoothed. */
interface LayerMagnitudes {
  readonly attention: Magnitudes;
  readonly output: Magnitudes;
  readonly feedForward: Magnitudes;
  readonly down: Magnitudes;
}
interface Magnitudes {
  readonly activations: Float32Array;
  readonly weights: Float32Array;
}

/** s = max|X|^alpha / max|W|^(1 - alpha) of every channel, brought to a geometric mean of one. */
const factorsOf = ({ activations, weights }: Magnitudes, alpha: number): Float32Array => {
  const logs = Float64Array.from(activations, (activation, channel) => {
    const weight = weights[channel]!;
    // A channel that never spoke, or that nobody listens to, is left as it is.
    return activation > 0 && weight > 0
      ? alpha * Math.log(activation) - (1 - alpha) * Math.log(weight)
      : Number.NaN;
  });
  const known = logs.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  return Float32Array.from(logs, (value) => (Number.isNaN(value) ? 1 : Math.exp(value - mean)));
};

const scaleColumns = (tensor: SourceTensor, factors: Float32Array) =>
  changed(tensor, (values) => {
    for (let column = 0; column < values.length; column += 1) values[column]! *= factors[column]!;
  });
const divideRows = (tensor: SourceTensor, factors: Float32Array) =>
  changed(tensor, (values, row) => {
    for (let column = 0; column < values.length; column += 1) values[column]! /= factors[row]!;
  });
/** A norm's weight or a bias: one value for each channel. */
const divideValues = (tensor: SourceTensor, factors: Float32Array) =>
  changed(tensor, (values) => {
    for (let channel = 0; channel < values.length; channel += 1) values[channel]! /= factors[channel]!;
  });

/** Strength of smoothing, 0 to 1, of each kind of input. */
export interface Strengths {
  readonly attention: number;
  readonly output: number;
  readonly feedForward: number;
  readonly down: number;
}

/** What of the input of every matrix of a layer is known: how much an error in each of its columns counts. */
export interface SmoothedModel {
  readonly tensors: readonly SourceTensor[];
  /** Mean squares of the input channels of a matrix after smoothing; undefined for one that is not smoothed. */
  importance(name: string): Float32Array | undefined;
}

const inputOf = (name: string): keyof Strengths | undefined => {
  const part = /^blk\.\d+\.(\w+)\.weight$/.exec(name)?.[1];
  if (part === "attn_q" || part === "attn_k" || part === "attn_v") return "attention";
  if (part === "ffn_gate" || part === "ffn_up") return "feedForward";
  if (part === "attn_output") return "output";
  return part === "ffn_down" ? "down" : undefined;
};
const layerOf = (name: string): number => Number(/^blk\.(\d+)\./.exec(name)?.[1] ?? -1);

/**
 * Measures the weights once; then gives the model smoothed with any strengths.
 *
 * @param layers what the inputs held while the model read the calibration text
 */
export const createSmoother = (source: ModelSource, layers: readonly LayerInputs[]) => {
  const heads = headsOf(source.metadata);
  const byName = new Map(source.tensors.map((tensor) => [tensor.name, tensor]));
  const matrices = (layer: number, ...parts: readonly string[]) =>
    parts.map((part) => {
      const tensor = byName.get(`blk.${layer}.${part}.weight`);
      if (!tensor || !isMatrix(tensor)) throw new Error(`the tensor blk.${layer}.${part}.weight is missing`);
      return tensor;
    });
  const magnitudes = layers.map((inputs, layer): LayerMagnitudes => {
    const of = (channels: Channels, ...parts: readonly string[]): Magnitudes => ({
      activations: channels.largest,
      weights: columnMaxima(matrices(layer, ...parts)),
    });
    const output = of(inputs.output, "attn_output");
    return {
      attention: of(inputs.attention, "attn_q", "attn_k", "attn_v"),
      output: { activations: shared(output.activations, heads), weights: shared(output.weights, heads) },
      feedForward: of(inputs.feedForward, "ffn_gate", "ffn_up"),
      down: of(inputs.down, "ffn_down"),
    };
  });
  if (magnitudes.length !== heads.layers) throw new Error("the calibration saw another number of layers");

  const smooth = (strengths: Strengths): SmoothedModel => {
    const factors = magnitudes.map((layer) => ({
      attention: factorsOf(layer.attention, strengths.attention),
      output: factorsOf(layer.output, strengths.output),
      feedForward: factorsOf(layer.feedForward, strengths.feedForward),
      down: factorsOf(layer.down, strengths.down),
    }));
    const smoothed = (tensor: SourceTensor): SourceTensor => {
      const own = factors[layerOf(tensor.name)];
      const [, part, kind] = /^blk\.\d+\.(\w+)\.(weight|bias)$/.exec(tensor.name) ?? [];
      if (!own || part === undefined) return tensor;
      const bias = kind === "bias";
      switch (part) {
        case "attn_norm":
          return divideValues(tensor, own.attention);
        case "ffn_norm":
          return divideValues(tensor, own.feedForward);
        case "attn_q":
        case "attn_k":
          return bias ? tensor : scaleColumns(tensor, own.attention);
        case "attn_v":
          return bias
            ? divideValues(tensor, own.output)
            : divideRows(scaleColumns(tensor, own.attention), own.output);
        case "attn_output":
          return scaleColumns(tensor, spread(own.output, heads));
        case "ffn_gate":
          return scaleColumns(tensor, own.feedForward);
        case "ffn_up":
          return divideRows(scaleColumns(tensor, own.feedForward), own.down);
        case "ffn_down":
          return scaleColumns(tensor, own.down);
        default:
          return tensor;
      }
    };
    return {
      tensors: source.tensors.map(smoothed),
      importance: (name) => {
        const input = inputOf(name);
        const layer = layerOf(name);
        if (!input) return undefined;
        const squares = layers[layer]![input].meanSquare;
        const by = input === "output" ? spread(factors[layer]!.output, heads) : factors[layer]![input];
        return squares.map((square, channel) => square / by[channel]! ** 2);
      },
    };
  };
  return { smooth };
};
