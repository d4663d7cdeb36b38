import { quantise as quantiseRows, type Rounding } from "../index.ts";
import { columnsOf, type SourceTensor, type TensorType, tensorTypes } from "./tensor.ts";

/**
 * @param x whole rows
 * @throws Error when a weight is not finite or too large for the type
 */
export const quantise = (
  type: TensorType,
  x: Float32Array,
  columns: number,
  rounding: Rounding,
): Uint8Array => quantiseRows(tensorTypes[type].number, x, columns, rounding);

/** What takes a type's place where its blocks do not divide the rows. */
const substitutes: Partial<Readonly<Record<TensorType, TensorType>>> = {
  Q4_K: "Q5_0",
  Q5_K: "Q5_0",
  Q6_K: "Q8_0",
};

/** The type itself, or the nearest that can hold rows of that length. */
export const fittingType = (type: TensorType, tensor: Pick<SourceTensor, "shape">): TensorType => {
  const fits = (candidate: TensorType) => columnsOf(tensor) % tensorTypes[candidate].weights === 0;
  if (fits(type)) return type;
  const substitute = substitutes[type];
  return substitute && fits(substitute) ? substitute : "F16";
};
