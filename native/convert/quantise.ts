import type { TensorType } from "./tensor.ts";

/**
 * Floats to GGUF blocks, rounding to the nearest (RTN), bit for bit as ggml's `quantize_row_*_ref` does it: every step is
 * rounded to single precision, and the scale that divides is the one before its rounding to half precision.
 */
export const targetTypes = ["F32", "F16", "Q8_0", "Q4_0", "Q4_1"] as const satisfies readonly TensorType[];
export type TargetType = (typeof targetTypes)[number];

const { fround, abs, min, trunc } = Math;
const group = 32;
const halfValue = new Float16Array(1);
const halfBits = new Uint16Array(halfValue.buffer);
const writeHalf = (out: Uint8Array, at: number, value: number): void => {
  halfValue[0] = value;
  out[at] = halfBits[0]! & 0xff;
  out[at + 1] = halfBits[0]! >> 8;
};
const inverse = (scale: number): number => (scale === 0 ? 0 : fround(1 / scale));

/** Two rows of sixteen quants in one row of bytes: the first in the low halves. */
const writeNibbles = (out: Uint8Array, at: number, quant: (index: number) => number): void => {
  for (let index = 0; index < 16; index += 1) out[at + index] = quant(index) | (quant(index + 16) << 4);
};

/** Half away from zero, as C's roundf. */
const round = (value: number): number => (value < 0 ? -1 : 1) * Math.floor(abs(value) + 0.5);

const q8_0 = (x: Float32Array, from: number, out: Uint8Array, at: number): void => {
  let most = 0;
  for (let index = from; index < from + group; index += 1) most = Math.max(most, abs(x[index]!));
  const scale = fround(most / 127);
  const factor = inverse(scale);
  writeHalf(out, at, scale);
  for (let index = 0; index < group; index += 1)
    out[at + 2 + index] = round(fround(x[from + index]! * factor)) & 0xff;
};

const q4_0 = (x: Float32Array, from: number, out: Uint8Array, at: number): void => {
  let most = 0;
  for (let index = from; index < from + group; index += 1) if (abs(x[index]!) > abs(most)) most = x[index]!;
  // The extreme gets -8, the quant that has no opposite: its sign decides the scale's.
  const scale = fround(most / -8);
  const factor = inverse(scale);
  writeHalf(out, at, scale);
  writeNibbles(out, at + 2, (index) => min(15, trunc(fround(fround(x[from + index]! * factor) + 8.5))));
};

const q4_1 = (x: Float32Array, from: number, out: Uint8Array, at: number): void => {
  let least = x[from]!;
  let most = least;
  for (let index = from; index < from + group; index += 1) {
    least = min(least, x[index]!);
    most = Math.max(most, x[index]!);
  }
  const scale = fround(fround(most - least) / 15);
  const factor = inverse(scale);
  writeHalf(out, at, scale);
  writeHalf(out, at + 2, least);
  writeNibbles(out, at + 4, (index) =>
    min(15, trunc(fround(fround(fround(x[from + index]! - least) * factor) + 0.5))),
  );
};

const blocks = {
  Q8_0: { bytes: 34, write: q8_0 },
  Q4_0: { bytes: 18, write: q4_0 },
  Q4_1: { bytes: 20, write: q4_1 },
};

/** Above it half precision is infinite. */
const largestHalf = 65_504;

/**
 * @param x whole rows; for the block types a multiple of 32 weights each
 * @throws Error when a weight is not finite or too large for half precision
 */
export const quantise = (type: TargetType, x: Float32Array): Uint8Array => {
  const most = type === "F32" ? Number.MAX_VALUE : largestHalf;
  for (let index = 0; index < x.length; index += 1)
    if (!(abs(x[index]!) <= most)) throw new Error(`the weight ${x[index]} does not fit into ${type}`);
  if (type === "F32") return new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
  if (type === "F16") return new Uint8Array(new Float16Array(x).buffer);
  if (x.length % group !== 0) throw new Error(`${x.length} weights are no whole blocks of ${type}`);
  const { bytes, write } = blocks[type];
  const out = new Uint8Array((x.length / group) * bytes);
  for (let block = 0; block < x.length / group; block += 1) write(x, block * group, out, block * bytes);
  return out;
};
