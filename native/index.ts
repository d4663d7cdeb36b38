import { createRequire } from "node:module";
import type { Isa, LoadOptions, NativeDecoder, NativeEncoder } from "./engine/face.ts";
import type { TextAddon } from "./grammar/text.ts";

/** The inference engine: models in GGUF files, run on the processor. Built by `npm run build:native`. */

export type {
  DecoderInfo,
  FinishEvent,
  GenerateOptions,
  Grammar,
  Isa,
  LoadOptions,
  NativeDecoder,
  NativeEncoder,
  TokenEvent,
  TokenProbability,
} from "./engine/face.ts";

interface Multiplication {
  /** Number of the GGUF tensor type. */
  readonly type: number;
  readonly rows: number;
  readonly columns: number;
  readonly tokens: number;
  readonly weights: Buffer;
  readonly x: Float32Array;
  readonly threads?: number;
  readonly isa?: Isa;
}

interface AttentionCase {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headWidth: number;
  /** [positions][kvHeads][headWidth] */
  readonly keys: Float32Array;
  readonly values: Float32Array;
  /** Of the last tokens, scaled: [tokens][heads][headWidth] */
  readonly queries: Float32Array;
  /** How far back a token sees, itself among it; 0: to the beginning. */
  readonly window?: number;
  readonly kvBytes?: boolean;
  readonly threads?: number;
  readonly isa?: Isa;
}

export interface ScoredText {
  /** [tokens][vocabulary], when they were asked for. */
  readonly logits: Float32Array;
  /** Natural logarithm of every token's probability but the first's, given those before it. */
  readonly logprobs: Float32Array;
}

/** What every channel of an input of matrices held. */
export interface Channels {
  /** Largest magnitude. */
  readonly largest: Float32Array;
  readonly meanSquare: Float32Array;
}

/** The inputs of one layer's matrices. */
export interface LayerInputs {
  /** Of queries, keys and values: [width]. */
  readonly attention: Channels;
  /** Of the attention's output: [heads * head width]. */
  readonly output: Channels;
  /** Of gate and up: [width]. */
  readonly feedForward: Channels;
  /** Of down: [feed-forward width]. */
  readonly down: Channels;
}

export interface ObservedText {
  readonly layers: readonly LayerInputs[];
  /** Final states as the head gets them, [tokens][width]. */
  readonly states: Float32Array;
}

/** How far a model is from another with the same head. */
export interface Distance {
  /** Kullback-Leibler divergence from the other's probabilities of the next word, in nats, mean of all tokens. */
  readonly divergence: number;
  /** Share of tokens after which both hold the same word for the most probable. */
  readonly agreement: number;
}

export interface Rounding {
  readonly threads: number;
  /** Search each group for the scale of the least squared error; otherwise round to the nearest (RTN). */
  readonly search?: boolean;
  /** How much an error in each column counts, [columns]; only with `search`. */
  readonly importance?: Float32Array;
}

export interface MachineFigures {
  readonly readBytesPerSecond: number;
  /** Eight-bit multiplications and additions, two a product. */
  readonly int8OperationsPerSecond: number;
}

/** How a whole text is run through a model, `chunk` tokens at a time (64). */
type TextRun = Pick<LoadOptions, "threads" | "isa" | "kvBytes"> & { readonly chunk?: number };

interface Addon extends TextAddon {
  /** Scores a whole text: for tests and perplexity. */
  scoreText(
    path: string,
    tokens: Int32Array,
    options: TextRun & { readonly logits?: boolean },
  ): Promise<ScoredText>;
  /** What the matrices of each layer are given while the model reads a text, and what comes out: for calibration. */
  observeText(path: string, tokens: Int32Array, options: TextRun): Promise<ObservedText>;
  /** @param options states: of the other model, as observeText gives them for the same tokens */
  compareStates(
    path: string,
    tokens: Int32Array,
    options: TextRun & { readonly states: Float32Array },
  ): Promise<Distance>;
  loadDecoder(path: string, options: LoadOptions): Promise<NativeDecoder>;
  loadEncoder(
    path: string,
    options: Pick<LoadOptions, "threads" | "isa" | "memoryLimitBytes">,
  ): Promise<NativeEncoder>;
  /** What the machine can do with that many threads; takes about a second. */
  measureMachine(threads: number): Promise<MachineFigures>;
  multiply(multiplication: Multiplication): Float32Array;
  /** Softmax attention as decoders compute it, for tests: the queries' shape. */
  attend(given: AttentionCase): Float32Array;
  dequantize(type: number, blocks: Buffer): Float32Array;
  /** Whole rows as blocks of a GGUF type; see convert/quantise.ts. Throws for a weight that does not fit. */
  quantise(type: number, weights: Float32Array, columns: number, rounding: Rounding): Buffer;
  readonly isa: string;
  readonly isas: readonly Isa[];
}

/** MILLWRIGHT_ADDON names another build, such as the one that checks memory. */
const addon = createRequire(import.meta.url)(
  process.env["MILLWRIGHT_ADDON"] ?? "./build/millwright.node",
) as Addon;

export const {
  loadDecoder,
  loadEncoder,
  scoreText,
  observeText,
  compareStates,
  measureMachine,
  multiply,
  attend,
  dequantize,
  quantise,
} = addon;
/** Name of the instruction set that models run on here. */
export const instructionSet: string = addon.isa;
/** All that run here, the plain one first. */
export const instructionSets: readonly Isa[] = addon.isas;
/** Tokenizer, grammar and matcher by themselves. */
export const text: TextAddon = addon;
