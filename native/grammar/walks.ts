import { text } from "../index.ts";
import { fixtureTokenizer } from "../tokenizer/fixture-tokenizers.ts";
import type { TextGrammar, TextTokenizer } from "./text.ts";

/** What the tests of grammars share: two vocabularies, and ways to follow a grammar token by token. */

export const tokenizers: Readonly<Record<string, TextTokenizer>> = {
  sentencepiece: fixtureTokenizer("sentencepiece-bpe"),
  bytes: fixtureTokenizer("bytes-qwen2"),
};
export const sentencepiece = tokenizers["sentencepiece"]!;

export const compile = (schema: unknown, tokenizer = sentencepiece) =>
  new text.Grammar(tokenizer, JSON.stringify(schema));

/** Whether the grammar takes the text, token by token, each of them in the mask. */
export const accepts = (grammar: TextGrammar, value: string, tokenizer = sentencepiece): boolean => {
  const matcher = new text.Matcher(grammar);
  for (const token of tokenizer.continuation(value)) {
    const inMask = (matcher.mask()[token >> 6]! >> BigInt(token & 63)) & 1n;
    const taken = matcher.accept(token);
    if (taken !== (inMask === 1n))
      throw new Error(`the mask says ${inMask} of token ${token}, which is otherwise ${taken}`);
    if (!taken) return false;
  }
  return matcher.canEnd;
};

export const takes = (schema: unknown, value: unknown) => accepts(compile(schema), JSON.stringify(value));

/** Tokens that end a document or close something in it: they keep a walk short. */
const closers = new Map(
  Object.values(tokenizers).map((tokenizer) => {
    const closes = (token: number) =>
      tokenizer.isEnd(token) || /^["}\],:]/.test(tokenizer.piece(token).toString());
    return [
      tokenizer,
      Uint8Array.from({ length: tokenizer.size }, (_, token) => (closes(token) ? 1 : 0)),
    ] as const;
  }),
);

export const take = (taken: boolean) => {
  if (!taken) throw new Error("a token of the mask was refused");
};

/** A text that follows the mask; `choose` picks among the allowed tokens. Undefined when it does not end in time. */
export const walk = (grammar: TextGrammar, tokenizer: TextTokenizer, choose: (count: number) => number) => {
  const matcher = new text.Matcher(grammar);
  const closing = closers.get(tokenizer)!;
  const parts: Buffer[] = [];
  for (let steps = 0; !matcher.done && steps < 150; steps += 1) {
    const forced = choose(4) === 0 ? matcher.forced() : [];
    for (const token of forced) {
      take(matcher.accept(token));
      parts.push(tokenizer.piece(token));
    }
    if (forced.length > 0) continue;
    const allowed = matcher.allowed(100_000)!;
    if (allowed.length === 0) throw new Error("nothing may follow");
    const near = steps > 30 || choose(2) === 0 ? allowed.filter((token) => closing[token]) : allowed;
    const pool = near.length > 0 ? near : allowed;
    const token = pool[choose(pool.length)]!;
    take(matcher.accept(token));
    if (!tokenizer.isEnd(token)) parts.push(tokenizer.piece(token));
  }
  return matcher.canEnd ? Buffer.concat(parts).toString() : undefined;
};

/** Whether a grammar exists; an error has to be a sentence. */
export const tryCompile = (schema: unknown): TextGrammar | undefined => {
  try {
    return compile(schema);
  } catch (error) {
    if (!/^[A-Z].*\.$/s.test((error as Error).message)) throw error;
    return undefined;
  }
};
