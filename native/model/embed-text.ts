import type { NativeEncoder } from "../engine/face.ts";

export interface EmbeddedText {
  /** Of length one. */
  readonly vector: Float32Array;
  /** Tokens that were read. */
  readonly tokens: number;
}

/**
 * The vector of a text of any length: that of its one window, or the mean of several, to which each counts as much as it has
 * tokens.
 */
export const embedText = async (
  encoder: Pick<NativeEncoder, "windows" | "embed">,
  text: string,
): Promise<EmbeddedText> => {
  const [first, ...others] = await encoder.windows(text);
  const vector = await encoder.embed(first!);
  if (others.length === 0) return { vector, tokens: first!.length };
  const sum = vector.map((value) => value * first!.length);
  let tokens = first!.length;
  for (const window of others) {
    tokens += window.length;
    for (const [index, value] of (await encoder.embed(window)).entries())
      sum[index]! += value * window.length;
  }
  const length = Math.hypot(...sum) || 1;
  return { vector: sum.map((value) => value / length), tokens };
};
