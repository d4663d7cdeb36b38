import { MillwrightError } from "../core/errors.ts";
import type { EncoderModel } from "./registry.ts";
import type { EmbeddingRequest } from "./requests.ts";

/** The first `dimensions` numbers, of length one again. */
const shortened = (vector: Float32Array, dimensions: number): Float32Array => {
  if (dimensions === vector.length) return vector;
  const part = vector.slice(0, dimensions);
  const length = Math.hypot(...part) || 1;
  return part.map((value) => value / length);
};

const toBase64 = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("base64");

/** @throws MillwrightError INVALID_INPUT when more dimensions are wanted than there are */
export const embedTexts = async (
  model: EncoderModel,
  request: EmbeddingRequest,
  signal: AbortSignal,
): Promise<object> => {
  const engine = model.engine!;
  const { input, encoding_format: format } = request;
  const dimensions = request.dimensions ?? engine.width;
  if (dimensions > engine.width)
    throw new MillwrightError("INVALID_INPUT", {
      path: "dimensions",
      problem: `the model's vectors have ${engine.width}`,
    });
  const embeddings = await engine.embed(typeof input === "string" ? [input] : input, signal);
  const tokens = embeddings.reduce((sum, embedding) => sum + embedding.tokens, 0);
  return {
    object: "list",
    model: model.id,
    data: embeddings.map(({ vector }, index) => {
      const short = shortened(vector, dimensions);
      return {
        object: "embedding",
        index,
        embedding: format === "base64" ? toBase64(short) : [...short],
      };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
};
