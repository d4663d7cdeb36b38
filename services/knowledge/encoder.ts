import type { LlmClient } from "../llm/client.ts";
import type { Embed, EncoderName } from "./vectors.ts";

export interface Encoder {
  readonly embed: Embed;
  readonly model: EncoderName;
}

const ofLengthOne = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
};

/** The encoder behind the model's address; its vectors are made as long as one, which not every server does. */
export const encoderOf = (client: Pick<LlmClient, "embed" | "models">): Encoder => ({
  embed: async (texts) => (await client.embed(texts)).map(ofLengthOne),
  model: async () => {
    const models = await client.models();
    return (models.find(({ role }) => role === "encoder") ?? models[0])?.id ?? "default";
  },
});
