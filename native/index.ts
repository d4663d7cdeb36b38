import { createRequire } from "node:module";
import type { TextAddon } from "./grammar/text.ts";

/** The inference engine: models in GGUF files, run on the processor. Built by `npm run build:native`. */

export interface LoadOptions {
  /** How many threads compute; the best is the number of cores. */
  readonly threads: number;
  /** Tokens of one sequence; absent: what the model was trained for, at most 8,192. */
  readonly contextLength?: number;
  /** Requests that are answered side by side; absent: 4. */
  readonly sequences?: number;
  /** Instruction set, for tests; absent: the best that the processor has. */
  readonly isa?: Isa;
  /** Keys and values in eight bits: 0.53 of the bytes of half precision. */
  readonly kvBytes?: boolean;
  /** Positions that all sequences and kept beginnings have together; absent: sequences x contextLength. */
  readonly cacheTokens?: number;
  /** Bytes that weights and cache may take; absent: what the machine has free. More is refused with the figures. */
  readonly memoryLimitBytes?: number;
}

export type Isa = "portable" | "avx2" | "avx512";

export interface GenerateOptions {
  readonly tokens: Int32Array;
  readonly maxTokens: number;
  /** 0: always the most probable token. */
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  readonly seed?: number;
  /** JSON schema as text: the output is compact JSON that satisfies it. */
  readonly schema?: string;
  /** How many alternatives to report with each token; absent: no probabilities. */
  readonly alternatives?: number;
  /** Ends with an error when the answer takes longer; absent: never. */
  readonly deadlineMs?: number;
  /** Guesses ahead from the text; the tokens are the same. Absent: yes. */
  readonly speculate?: boolean;
  /** Takes what the schema spells out at once instead of token by token. Absent: yes. */
  readonly jump?: boolean;
}

export interface TokenProbability {
  readonly bytes: Uint8Array;
  /** Natural logarithm, over the tokens that were allowed. */
  readonly logprob: number;
}

export interface TokenEvent extends TokenProbability {
  /** Text that became certain with this token: whole characters only. */
  readonly text: string;
  readonly alternatives: readonly TokenProbability[];
}

export interface FinishEvent {
  readonly finish: "stop" | "length";
  readonly cachedTokens: number;
  readonly error?: string;
}

export interface DecoderInfo {
  readonly architecture: string;
  readonly contextLength: number;
  readonly vocabulary: number;
  readonly layers: number;
  readonly width: number;
  readonly chatTemplate: string;
  /** Texts of the start and end tokens; empty when there is none. */
  readonly bos: string;
  readonly eos: string;
  /** The token that the model wants first in every prompt. */
  readonly startToken?: number;
}

export interface NativeDecoder {
  info(): DecoderInfo;
  /** Tokens of a text, without start and end tokens; control tokens are read only when `special`. */
  encode(text: string, special: boolean): Int32Array;
  /** Starts a request and gives its number. The callback gets tokens, then once a finish. Throws on a bad schema. */
  generate(
    options: GenerateOptions,
    callback: (token: TokenEvent | null, finish: FinishEvent | null) => void,
  ): number;
  cancel(request: number): void;
  figures(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export interface NativeEncoder {
  info(): { readonly contextLength: number; readonly width: number };
  /** The text's vector of length one; a text longer than the context is cut. */
  embed(text: string): Promise<{ readonly vector: Float32Array; readonly tokens: number }>;
}

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
