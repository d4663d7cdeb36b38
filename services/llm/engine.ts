/** What the model server needs from an inference engine; native-engine.ts adapts the addon to it. */

/** What an answer must follow: see native/engine/face.ts. */
export interface Grammar {
  readonly kind: "schema" | "regex" | "choice";
  readonly source: string;
  /** Tells whoever asked what is wrong with it: where in their request, in their terms. */
  readonly fault: (problem: string) => { readonly path: string; readonly problem: string };
}

export interface GenerateRequest {
  readonly tokens: Int32Array;
  readonly maxTokens: number;
  /** 0: always the most probable token. */
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly repetitionPenalty?: number;
  /** Pairs of a token and what is added to its score. */
  readonly bias?: readonly (readonly [number, number])[];
  readonly seed: number;
  readonly grammar?: Grammar;
  /** How many alternatives to report for each token; absent: no probabilities. */
  readonly alternatives?: number;
  /** Ends the answer when it takes longer. */
  readonly deadlineMs?: number;
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

export type FinishReason = "stop" | "length" | "deadline";

export interface GenerateSummary {
  readonly finish: FinishReason;
  /** Text that still waited for the rest of a character. */
  readonly text: string;
  /** Prompt tokens whose computation was taken from an earlier request. */
  readonly cachedTokens: number;
  /** From the request to its place among the running ones. */
  readonly queuedSeconds: number;
}

/** Iterates over tokens; the summary comes as the iteration's return value. */
export type Generation = AsyncGenerator<GeneratedToken, GenerateSummary, undefined>;

/** Named figures of an engine, for /metrics; names are snake_case and units are in them. */
export type EngineFigures = Readonly<Record<string, number>>;

export interface TextPart {
  readonly text: string;
  /** Control tokens such as <|im_end|> are read only then; else they are plain text. */
  readonly special: boolean;
}

export interface Decoder {
  readonly contextLength: number;
  /** That it may come to take of the memory. */
  readonly memoryBytes: number;
  /** The Jinja chat template of the file, or empty. */
  readonly chatTemplate: string;
  /** Texts of the start and end tokens, for templates; empty when there is none. */
  readonly bos: string;
  readonly eos: string;
  /** The token that this model wants first in every prompt. */
  readonly startToken: number | undefined;
  /** The names of this model's control tokens that stand in a text, each once. */
  controlsIn(text: string): readonly string[];
  /** Tokens of the parts one after the other. */
  encode(parts: readonly TextPart[]): Promise<Int32Array>;
  generate(request: GenerateRequest): Generation;
  figures(): EngineFigures;
  close(): Promise<void>;
}

export interface Embedding {
  readonly vector: Float32Array;
  readonly tokens: number;
}

export interface Encoder {
  /** Tokens that it reads at once; of a longer text it gives the mean of its parts. */
  readonly contextLength: number;
  readonly width: number;
  readonly memoryBytes: number;
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Embedding[]>;
}
