/** Types of loaded models: decoders that answer requests, and encoders. */

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
