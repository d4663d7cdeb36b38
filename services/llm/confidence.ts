/** How sure the model was where it had a choice. All values are probabilities, 0 to 1. */
export interface Confidence {
  /** Of the least certain choice. */
  readonly min: number;
  readonly mean: number;
  /** Tokens at which more than one continuation was possible. */
  readonly branchingPoints: number;
}

interface WireToken {
  readonly logprob: number;
  readonly top_logprobs?: readonly { readonly logprob: number }[];
}

export interface WireLogprobs {
  readonly content?: readonly WireToken[] | null;
}

/** An alternative below this probability (e^-18) is one that a grammar excluded. */
const excluded = -18;

const hasChoice = ({ logprob, top_logprobs: top }: WireToken): boolean => {
  if (!top || top.length === 0) return logprob < 0;
  return top.filter((alternative) => alternative.logprob > excluded).length > 1;
};

/** Undefined when the server reported no probabilities at all. Without any choice the answer is certain. */
export const confidenceOf = (tokens: readonly WireToken[]): Confidence | undefined => {
  if (tokens.length === 0) return undefined;
  const chosen = tokens.filter(hasChoice).map(({ logprob }) => Math.exp(Math.min(0, logprob)));
  if (chosen.length === 0) return { min: 1, mean: 1, branchingPoints: 0 };
  const sum = chosen.reduce((total, probability) => total + probability, 0);
  return { min: Math.min(...chosen), mean: sum / chosen.length, branchingPoints: chosen.length };
};
