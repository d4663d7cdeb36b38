import { scoreText, text } from "../index.ts";

/** How well a model foretells a text. */
export interface Perplexity {
  readonly tokens: number;
  /** e to the mean of the negative log-probabilities. */
  readonly perplexity: number;
  /** Independent of the tokenizer. */
  readonly bitsPerByte: number;
  readonly tokensPerSecond: number;
}

export interface PerplexityOptions {
  readonly threads: number;
  /** Tokens that a window holds; the text is read window after window, each begun anew. */
  readonly context: number;
  readonly kvBytes?: boolean;
}

/**
 * Every token but the first of each window is scored, given those before it in the window; a start token begins each window
 * of a model that wants one.
 *
 * @throws Error when the file is unsound or the text has fewer than two tokens
 */
export const perplexityOf = async (
  path: string,
  content: string,
  { threads, context, kvBytes = false }: PerplexityOptions,
): Promise<Perplexity> => {
  const tokenizer = new text.Tokenizer(path);
  const plain = tokenizer.encode(content, false, false);
  const whole = tokenizer.encode(content, true, false);
  const start = whole.length > plain.length && whole[0] !== plain[0] ? [whole[0]!] : [];
  const step = context - start.length;
  if (step < 2) throw new Error(`a window of ${context} tokens is too small`);
  let [sum, scored] = [0, 0];
  const began = performance.now();
  for (let from = 0; from < plain.length; from += step) {
    const window = Int32Array.from([...start, ...plain.subarray(from, from + step)]);
    const { logprobs } = await scoreText(path, window, { threads, kvBytes, chunk: 256 });
    for (const logprob of logprobs) sum -= logprob;
    scored += logprobs.length;
  }
  if (scored === 0) throw new Error("the text has fewer than two tokens");
  return {
    tokens: scored,
    perplexity: Math.exp(sum / scored),
    bitsPerByte: sum / Math.LN2 / Buffer.byteLength(content),
    tokensPerSecond: scored / ((performance.now() - began) / 1000),
  };
};
