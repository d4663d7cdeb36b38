import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { configMetadata, fileSchema, shapeOf } from "./hf-config.ts";
import { encoderMetadata, encoderSchema, encoderTensors, type Pooling, poolingOf } from "./hf-encoder.ts";
import { hfTensors } from "./hf-tensors.ts";
import { tokenizerMetadata } from "./hf-tokenizer.ts";
import { readJson } from "./json.ts";
import type { ModelSource } from "./model-source.ts";
import { readSafetensors, type SafetensorsModel } from "./safetensors.ts";
import { rowsOf, type SourceTensor } from "./tensor.ts";

/** A model in a Hugging Face folder: config.json, weights as safetensors, and a tokenizer. */

const kindSchema = z.looseObject({ model_type: z.string() });
const encoderTypes: readonly string[] = encoderSchema.shape.model_type.options;

const rowsOfEmbedding = (tensors: readonly SourceTensor[]): number => {
  const embedding = tensors.find(({ name }) => name === "token_embd.weight");
  if (!embedding) throw new Error("the tensor embed_tokens.weight is missing");
  return rowsOf(embedding);
};

const decoderOf = (folder: string, weights: SafetensorsModel) => {
  const config = readJson(join(folder, "config.json"), fileSchema);
  const tensors = hfTensors(weights, config);
  if (!shapeOf(config).tied && !tensors.some(({ name }) => name === "output.weight"))
    throw new Error("the tensor lm_head.weight is missing, and config.json does not tie it to the embedding");
  return { tensors, metadata: configMetadata(config, basename(resolve(folder))) };
};

const encoderOf = (folder: string, weights: SafetensorsModel, pooling: Pooling | undefined) => {
  const config = readJson(join(folder, "config.json"), encoderSchema);
  const tensors = encoderTensors(weights, config);
  const types = tensors.find(({ name }) => name === "token_types.weight");
  return {
    tensors,
    metadata: {
      ...encoderMetadata(config, basename(resolve(folder)), pooling ?? poolingOf(folder)),
      // llama.cpp does not load an encoder without.
      "tokenizer.ggml.token_type_count": { type: "u32", value: types ? rowsOf(types) : 0 } as const,
    },
  };
};

/** Whether it is a folder as `save_pretrained` writes it. */
export const isHfFolder = (path: string): boolean => existsSync(join(path, "config.json"));

/**
 * @param pooling of an encoder, instead of what the folder says
 * @throws Error naming the file and what in it is missing, unsound or not supported
 */
export const readHfFolder = (folder: string, pooling?: Pooling): ModelSource => {
  const { model_type: type } = readJson(join(folder, "config.json"), kindSchema);
  const weights = readSafetensors(folder);
  try {
    const { tensors, metadata } = encoderTypes.includes(type)
      ? encoderOf(folder, weights, pooling)
      : decoderOf(folder, weights);
    return {
      tensors,
      metadata: { ...metadata, ...tokenizerMetadata(folder, rowsOfEmbedding(tensors)) },
      close: weights.close,
    };
  } catch (error) {
    weights.close();
    throw error;
  }
};
