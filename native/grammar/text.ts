/** The addon's classes for text: tokenizer, grammar and matcher. Used by tests, tools and training scripts. */

export interface TextTokenizer {
  /** Tokens of a text, or of bytes that may be no UTF-8. */
  encode(text: string | Uint8Array, addSpecial: boolean, parseSpecial: boolean): Int32Array;
  /** Tokens of text that goes on from earlier output. */
  continuation(text: string | Uint8Array): Int32Array;
  decode(tokens: Int32Array, withSpecial?: boolean): Buffer;
  /** What streaming these tokens emits: one text for each token and one for the end. */
  stream(tokens: Int32Array): string[];
  /** The bytes that a token adds. */
  piece(token: number): Buffer;
  isControl(token: number): boolean;
  isEnd(token: number): boolean;
  readonly size: number;
  readonly chatTemplate: string;
}

export interface TextGrammar {
  /** States met so far by all matchers. */
  readonly stateCount: number;
}

export interface TextMatcher {
  /** A bit for every token that may come next. */
  mask(): BigUint64Array;
  /** The same as a list; null when there are more than `most` (4096). */
  allowed(most?: number): Int32Array | null;
  /** False when the token may not come here; nothing changes then. */
  accept(token: number): boolean;
  /** Tokens that must come next. */
  forced(): Int32Array;
  readonly canEnd: boolean;
  readonly done: boolean;
}

export interface TextAddon {
  /** Reads a GGUF file's tokenizer. */
  readonly Tokenizer: new (
    path: string,
  ) => TextTokenizer;
  readonly Grammar: new (
    tokenizer: TextTokenizer,
    source: string,
    kind?: "schema" | "regex" | "choice",
  ) => TextGrammar;
  readonly Matcher: new (grammar: TextGrammar) => TextMatcher;
}
