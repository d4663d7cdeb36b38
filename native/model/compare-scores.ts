/** How near scores are to a reference's log-probabilities, for tests: rows of words, one after each token. */

const logSumExp = (row: Float32Array): number => {
  const most = Math.max(...row);
  return most + Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0));
};
const largest = (row: Float32Array): number => row.indexOf(Math.max(...row));

/**
 * Mean Kullback-Leibler divergence from the reference in nats, and in how many rows both choose the same word.
 *
 * @param margin nats; rows whose first two words are closer in the reference are not counted, for they are a matter of
 *   rounding: the reference is kept in half precision, and activations are rounded to eight bits for quantised weights
 */
export const compareScores = (
  logits: Float32Array,
  reference: Float32Array,
  tokens: number,
  margin = 0.02,
) => {
  const width = logits.length / tokens;
  let divergence = 0;
  let same = 0;
  let clear = 0;
  for (let token = 0; token < tokens; token += 1) {
    const row = logits.subarray(token * width, (token + 1) * width);
    const want = reference.subarray(token * width, (token + 1) * width);
    const total = logSumExp(row);
    divergence += row.reduce(
      (sum, value, word) => sum + Math.exp(want[word]!) * (want[word]! - (value - total)),
      0,
    );
    const [first, second] = want.toSorted().toReversed();
    if (first! - second! < margin) continue;
    clear += 1;
    if (largest(row) === largest(want)) same += 1;
  }
  return { divergence: Math.abs(divergence) / tokens, agreement: same / clear };
};
