import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type TargetTensor, type WriteOptions, writeGguf } from "./gguf-file.ts";
import type { Metadata } from "./gguf-format.ts";
import { readGguf } from "./gguf-read.ts";
import type { Pooling } from "./hf-encoder.ts";
import { isHfFolder, readHfFolder } from "./hf-model.ts";
import type { ModelSource } from "./model-source.ts";
import type { TensorType } from "./tensor.ts";
import { fileTypes, type TypePlan, typeOf } from "./type-plan.ts";

/**
 * Opens a model to convert: a Hugging Face folder, a .safetensors file in one, or a GGUF file (of several parts the first).
 *
 * @throws Error with a sentence that says what is wrong and where
 */
export const openModel = (path: string, pooling?: Pooling): ModelSource => {
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const folder = statSync(path).isDirectory()
    ? path
    : path.endsWith(".safetensors")
      ? dirname(path)
      : undefined;
  if (folder === undefined) return readGguf(path);
  if (!isHfFolder(folder))
    throw new Error(
      `${folder} has no config.json: a model folder holds config.json, model.safetensors and tokenizer.json`,
    );
  return readHfFolder(folder, pooling);
};

/** What was so in the source and is so no longer. */
const stale = /^(general\.file_type|general\.quantization_version|quantize\.imatrix\..*)$/;

export const convertedMetadata = (metadata: Metadata, layers: TensorType): Metadata => ({
  ...Object.fromEntries(Object.entries(metadata).filter(([key]) => !stale.test(key))),
  "general.quantization_version": { type: "u32", value: 2 },
  "general.file_type": { type: "u32", value: fileTypes[layers] },
});

export const targetsOf = (source: ModelSource, plan: TypePlan): TargetTensor[] =>
  source.tensors.map((tensor) => ({ source: tensor, type: typeOf(plan, tensor) }));

/** @throws Error when the target is the source itself */
export const refuseSame = (from: string, to: string): void => {
  if (resolve(from) === resolve(to))
    throw new Error("the converted model cannot take the place of its source");
};

/**
 * Converts a model, rounding to the nearest.
 *
 * @returns bytes of the file
 */
export const convert = async (
  from: string,
  to: string,
  plan: TypePlan,
  options: WriteOptions & { readonly pooling?: Pooling },
): Promise<number> => {
  refuseSame(from, to);
  const source = openModel(from, options.pooling);
  try {
    return await writeGguf(
      to,
      convertedMetadata(source.metadata, plan.layers),
      targetsOf(source, plan),
      options,
    );
  } finally {
    source.close();
  }
};
