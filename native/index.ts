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

export interface ScoredText {
  /** [tokens][vocabulary], when they were asked for. */
  readonly logits: Float32Array;
  /** Natural logarithm of every token's probability but the first's, given those before it. */
  readonly logprobs: Float32Array;
}

/** The largest magnitude of every channel of the inputs of one layer's matrices. */
export interface LayerMaxima {
  /** Input of queries, keys and values: [width]. */
  readonly attention: Float32Array;
  /** Input of the attention's output: [heads * head width]. */
  readonly output: Float32Array;
  /** Input of gate and up: [width]. */
  readonly feedForward: Float32Array;
  /** Input of down: [feed-forward width]. */
  readonly down: Float32Array;
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
  /** What the matrices of each layer are given while the model reads a text: for calibration. */
  activationMaxima(path: string, tokens: Int32Array, options: TextRun): Promise<LayerMaxima[]>;
  loadDecoder(path: string, options: LoadOptions): Promise<NativeDecoder>;
  loadEncoder(path: string, options: Pick<LoadOptions, "threads" | "isa">): Promise<NativeEncoder>;
  /** What the machine can do with that many threads; takes about a second. */
  measureMachine(threads: number): Promise<MachineFigures>;
  multiply(multiplication: Multiplication): Float32Array;
  dequantize(type: number, blocks: Buffer): Float32Array;
  readonly isa: string;
}

const addon = createRequire(import.meta.url)("./build/millwright.node") as Addon;

export const { loadDecoder, loadEncoder, scoreText, activationMaxima, measureMachine, multiply, dequantize } =
  addon;
/** Name of the instruction set that models run on here. */
export const instructionSet: string = addon.isa;
/** Tokenizer, grammar and matcher by themselves. */
export const text: TextAddon = addon;
