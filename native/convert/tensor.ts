import { dequantize } from "../index.ts";

/** Weights on their way from one file to another, read a few rows at a time so that a model need not fit in memory. */

/** Number, weights and bytes of a block of every type that the engine reads (ggml's `type_traits`). */
export const tensorTypes = {
  F32: { number: 0, weights: 1, bytes: 4 },
  F16: { number: 1, weights: 1, bytes: 2 },
  Q4_0: { number: 2, weights: 32, bytes: 18 },
  Q4_1: { number: 3, weights: 32, bytes: 20 },
  Q5_0: { number: 6, weights: 32, bytes: 22 },
  Q8_0: { number: 8, weights: 32, bytes: 34 },
  Q4_K: { number: 12, weights: 256, bytes: 144 },
  Q5_K: { number: 13, weights: 256, bytes: 176 },
  Q6_K: { number: 14, weights: 256, bytes: 210 },
  BF16: { number: 30, weights: 1, bytes: 2 },
} as const;
export type TensorType = keyof typeof tensorTypes;

export interface SourceTensor {
  /** GGUF name. */
  readonly name: string;
  /** Fastest dimension first: [columns, rows]. */
  readonly shape: readonly number[];
  readonly type: TensorType;
  /** Bytes of whole rows, in `type`. */
  read(firstRow: number, rows: number): Uint8Array;
}

export const columnsOf = ({ shape }: Pick<SourceTensor, "shape">): number => shape[0] ?? 1;
export const rowsOf = ({ shape }: Pick<SourceTensor, "shape">): number =>
  shape.slice(1).reduce((product, size) => product * size, 1);
/** A matrix, not a norm or bias. */
export const isMatrix = ({ shape }: Pick<SourceTensor, "shape">): boolean => shape.length > 1;

export const rowBytes = (type: TensorType, columns: number): number =>
  (columns / tensorTypes[type].weights) * tensorTypes[type].bytes;
export const tensorBytes = (type: TensorType, tensor: Pick<SourceTensor, "shape">): number =>
  rowBytes(type, columnsOf(tensor)) * rowsOf(tensor);

/** Whole rows as floats. */
export const readFloats = (tensor: SourceTensor, firstRow = 0, rows = rowsOf(tensor)): Float32Array =>
  decode(tensor.type, tensor.read(firstRow, rows));

const decode = (type: TensorType, bytes: Uint8Array): Float32Array =>
  dequantize(tensorTypes[type].number, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));

/** About how many weights are in memory at a time. */
const chunkWeights = 1 << 22;

/** [first row, rows] of pieces that together are the tensor. */
export const pieces = function* (tensor: Pick<SourceTensor, "shape">): Generator<[number, number]> {
  const rows = rowsOf(tensor);
  const each = Math.max(1, Math.floor(chunkWeights / columnsOf(tensor)));
  for (let first = 0; first < rows; first += each) yield [first, Math.min(each, rows - first)];
};

/** The tensor with every row changed by `change(values, row)`, in single precision. */
export const changed = (
  tensor: SourceTensor,
  change: (values: Float32Array, row: number) => void,
): SourceTensor => ({
  name: tensor.name,
  shape: tensor.shape,
  type: "F32",
  read: (firstRow, rows) => {
    const floats = readFloats(tensor, firstRow, rows);
    const columns = columnsOf(tensor);
    for (let row = 0; row < rows; row += 1)
      change(floats.subarray(row * columns, (row + 1) * columns), firstRow + row);
    return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
  },
});

/** The tensor whose row r is the source's row `rowAt(r)`. */
export const reordered = (tensor: SourceTensor, rowAt: (row: number) => number): SourceTensor => {
  const bytes = rowBytes(tensor.type, columnsOf(tensor));
  return {
    ...tensor,
    read: (firstRow, rows) => {
      const out = new Uint8Array(rows * bytes);
      for (let row = 0; row < rows; row += 1) out.set(tensor.read(rowAt(firstRow + row), 1), row * bytes);
      return out;
    },
  };
};

/** The same bytes under another shape: a vector as a column of one, and back. */
export const reshaped = (tensor: SourceTensor, shape: readonly number[]): SourceTensor => {
  const whole = shape.length === 1;
  return {
    ...tensor,
    shape,
    read: (firstRow, rows) => (whole ? tensor.read(0, rowsOf(tensor)) : tensor.read(firstRow, rows)),
  };
};
