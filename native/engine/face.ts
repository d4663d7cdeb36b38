/** Types of loaded models: decoders that answer requests, and encoders. */

export interface LoadOptions {
  /** How many threads compute; the best is the number of cores. */
  readonly threads: number;
  /** Tokens of one sequence; absent: what the model was trained for, at most 8,192. */
  readonly contextLength?: number;
  /** Requests that are answered side by side at most; absent: 4. */
  readonly sequences?: number;
  /** Instruction set, for tests; absent: the best that the processor has. */
  readonly isa?: Isa;
  /** Keys and values in eight bits: 0.53 of the bytes of half precision; absent: where heads are a multiple of 32 wide. */
  readonly kvBytes?: boolean;
  /**
   * Positions that all sequences and kept beginnings have together; absent: those of `sequences` whole contexts, of four
   * at most.
   */
  readonly cacheTokens?: number;
  /** Bytes that it may take; absent: what the machine has free. More is refused with the figures. */
  readonly memoryLimitBytes?: number;
  /** A GGUF file with the same vocabulary: a small model that guesses ahead. The answers are the same. */
  readonly draft?: string;
  /** How far it guesses; absent: as far as it makes answers quicker. */
  readonly draftTokens?: number;
  /** Folder of a file that takes kept beginnings which the memory has no room for; it goes with the process. */
  readonly diskCacheFolder?: string;
  readonly diskCacheBytes?: number;
  /** Number of a round that fails, for tests; absent: none does. */
  readonly failingRound?: number;
  /** Told how much of the weights is loaded, 0 to 1; those of a draft count too. */
  readonly onProgress?: (fraction: number) => void;
}

export type Isa = "portable" | "avx2" | "avx512" | "amx";

/** What an answer must follow. */
export interface Grammar {
  /**
   * schema: a JSON schema; the answer is compact JSON that satisfies it, properties in declared order.
   * regex: a regular expression that matches the whole answer. choice: a JSON list of texts, of which it is one.
   */
  readonly kind: "schema" | "regex" | "choice";
  readonly source: string;
}

export interface GenerateOptions {
  readonly tokens: Int32Array;
  readonly maxTokens: number;
  /** 0: always the most probable token. */
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  /** Taken from a token's score for each time, and once when, it came in the answer. */
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  /** Divides the scores of tokens of the answer when they are above zero, else multiplies them. */
  readonly repetitionPenalty?: number;
  /** Added to the scores of tokens: pairs of token and bias. */
  readonly bias?: readonly (readonly [token: number, bias: number])[];
  /** The same seed draws the same answer, whatever else is being answered. */
  readonly seed?: number;
  readonly grammar?: Grammar;
  /** How many alternatives to report with each token; absent: no probabilities. */
  readonly alternatives?: number;
  /** Ends the answer when it takes longer; absent: never. */
  readonly deadlineMs?: number;
  /** Guesses ahead from the text and with the draft model; the tokens are the same. Absent: yes. */
  readonly speculate?: boolean;
  /** Takes what the grammar spells out at once instead of token by token. Absent: yes. */
  readonly jump?: boolean;
}

export interface TokenProbability {
  readonly token: number;
  readonly bytes: Uint8Array;
  /** Natural logarithm, over the tokens that were allowed, before temperature, penalties and bias. */
  readonly logprob: number;
}

export interface TokenEvent extends TokenProbability {
  /** Text that became certain with this token: whole characters only. */
  readonly text: string;
  readonly alternatives: readonly TokenProbability[];
  /** Number of the engine's round that it came from. */
  readonly round: number;
}

export interface FinishEvent {
  readonly finish: "stop" | "length" | "deadline" | "cancelled" | "failed";
  /** Text that still waited for the rest of a character. */
  readonly text: string;
  readonly cachedTokens: number;
  /** Until its turn came. */
  readonly queuedSeconds: number;
  /** What it failed at, and why. */
  readonly fault?: "prompt" | "bias" | "grammar" | "closed" | "engine";
  readonly error?: string;
}

export interface DecoderInfo {
  readonly architecture: string;
  readonly contextLength: number;
  /** That it may come to take: weights, caches and scratch. */
  readonly memoryBytes: number;
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
  /** The names of control tokens that stand in a text, each once. */
  controlsIn(text: string): readonly string[];
  /** The same for parts of a text one after the other, off the event loop. */
  encodeParts(parts: readonly { readonly text: string; readonly special: boolean }[]): Promise<Int32Array>;
  /**
   * Starts a request and gives its number. The callback gets tokens, then once a finish, also when the grammar or the
   * prompt is refused.
   */
  generate(
    options: GenerateOptions,
    callback: (token: TokenEvent | null, finish: FinishEvent | null) => void,
  ): number;
  cancel(request: number): void;
  figures(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export interface NativeEncoder {
  info(): { readonly contextLength: number; readonly width: number; readonly memoryBytes: number };
  /** All tokens of a text in windows that the model reads, about equally long, each with its start and end tokens. */
  windows(text: string): Promise<readonly Int32Array[]>;
  /** The vector of a window, of length one. */
  embed(window: Int32Array): Promise<Float32Array>;
}
