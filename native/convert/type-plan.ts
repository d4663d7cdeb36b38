import { fittingType } from "./quantise.ts";
import { isMatrix, type SourceTensor, type TensorType } from "./tensor.ts";

/** Which type each tensor of a converted model gets. */

export interface TypePlan {
  /** Of the layers' matrices. */
  readonly layers: TensorType;
  /** Of the embedding, and of the head where it has weights of its own. */
  readonly embedding: TensorType;
}

/** Small, read one row at a time, and llama.cpp adds the second in single precision only. */
const keptFine = new Set(["position_embd.weight", "token_types.weight"]);
const embeddings = new Set(["token_embd.weight", "output.weight"]);

export const typeOf = (plan: TypePlan, tensor: Pick<SourceTensor, "name" | "shape">): TensorType => {
  // llama.cpp wants vectors in single precision, and they are next to nothing.
  if (!isMatrix(tensor) || keptFine.has(tensor.name)) return "F32";
  return fittingType(embeddings.has(tensor.name) ? plan.embedding : plan.layers, tensor);
};

/** llama.cpp's `llama_ftype`, which tools show to people. */
export const fileTypes: Readonly<Record<TensorType, number>> = {
  F32: 0,
  F16: 1,
  Q4_0: 2,
  Q4_1: 3,
  Q8_0: 7,
  Q5_0: 8,
  Q4_K: 14,
  Q5_K: 16,
  Q6_K: 18,
  BF16: 32,
};
