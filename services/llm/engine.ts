/** What the model server needs from an inference engine; native-engine.ts adapts the addon to it. */

export interface GenerateRequest {
  readonly tokens: Int32Array;
  readonly maxTokens: number;
  /** 0: always the most probable token. */
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  readonly seed?: number;
  /** JSON schema as text: the output is compact JSON that satisfies it. */
  readonly schema?: string;
  /** How many alternatives to report for each token; absent: no probabilities. */
  readonly alternatives?: number;
  readonly signal: AbortSignal;
}

export interface TokenProbability {
  /** The bytes of the token; not always whole characters. */
  readonly bytes: Uint8Array;
  /** Natural logarithm, over the tokens that were allowed. */
  readonly logprob: number;
}

export interface GeneratedToken extends TokenProbability {
  /** Text that became certain with this token: whole characters only, so sometimes none. */
  readonly text: string;
  readonly alternatives: readonly TokenProbability[];
}

export interface GenerateSummary {
  readonly finish: "stop" | "length";
  /** Prompt tokens whose computation was taken from an earlier request. */
  readonly cachedTokens: number;
}

/** Iterates over tokens; the summary comes as the iteration's return value. */
export type Generation = AsyncGenerator<GeneratedToken, GenerateSummary, undefined>;

/** Named figures of an engine, for /metrics; names are snake_case and units are in them. */
export type EngineFigures = Readonly<Record<string, number>>;

export interface Decoder {
  readonly contextLength: number;
  /** The Jinja chat template of the file, or empty. */
  readonly chatTemplate: string;
  /** Texts of the start and end tokens, for templates; empty when there is none. */
  readonly bos: string;
  readonly eos: string;
  /** The token that this model wants first in every prompt. */
  readonly startToken: number | undefined;
  /** Control tokens such as <|im_end|> are read only when `special`; without it they are plain text. */
  encode(text: string, special: boolean): Int32Array;
  generate(request: GenerateRequest): Generation;
  figures(): EngineFigures;
  close(): Promise<void>;
}

export interface Embedding {
  readonly vector: Float32Array;
  readonly tokens: number;
}

export interface Encoder {
  readonly contextLength: number;
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Embedding[]>;
}
