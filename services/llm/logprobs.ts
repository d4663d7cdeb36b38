import type { GeneratedToken, TokenProbability } from "./engine.ts";

const decoder = new TextDecoder();

const one = ({ bytes, logprob }: TokenProbability) => ({
  token: decoder.decode(bytes),
  logprob: Math.max(logprob, -9999),
  bytes: [...bytes],
});

/** OpenAI's chat form of a token's probability. */
export const toChatLogprob = (token: GeneratedToken) => ({
  ...one(token),
  top_logprobs: token.alternatives.map(one),
});

export type ChatLogprob = ReturnType<typeof toChatLogprob>;

/**
 * OpenAI's older form, four parallel lists.
 *
 * @param startOffset where the first token's text begins; a token that is part of a character begins where that does
 */
export const toCompletionLogprobs = (tokens: readonly GeneratedToken[], startOffset = 0) => {
  let offset = startOffset;
  const offsets = tokens.map(({ text }) => {
    const at = offset;
    offset += text.length;
    return at;
  });
  return {
    tokens: tokens.map(({ bytes }) => decoder.decode(bytes)),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    top_logprobs: tokens.map(({ alternatives }) =>
      Object.fromEntries(alternatives.map(({ bytes, logprob }) => [decoder.decode(bytes), logprob])),
    ),
    text_offset: offsets,
  };
};
