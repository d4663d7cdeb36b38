import { createHash } from "node:crypto";
import type { Db } from "../mes/database.ts";

/** Texts to vectors of length one, in order; throws when the encoder is away. */
export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const toBuffer = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
const fromBuffer = (stored: Buffer): Float32Array => {
  const vector = new Float32Array(stored.length / 4);
  for (let index = 0; index < vector.length; index++) vector[index] = stored.readFloatLE(index * 4);
  return vector;
};

/** Name of the encoder, under which vectors are kept: those of another one are no good beside them. */
export type EncoderName = string | (() => Promise<string>);

/** Texts that are sent at once. */
const batch = 32;
/** Letters of a text that are sent: one endless word may not hold up all that comes behind it. */
const mostLetters = 4_000;

export interface Vectors {
  /** Vectors of passages as they are stored; undefined for those that have none yet. */
  stored(texts: readonly string[]): Promise<(Float32Array | undefined)[]>;
  /** Makes and stores those that are missing. @throws what the encoder throws. */
  complete(texts: readonly string[]): Promise<number>;
}

/**
 * Vectors of texts by their content: the same text has one, in whatever document it stands. E5 wants to be told what a
 * text is (Wang et al. 2024): passages are marked as such.
 */
export const createVectors = (db: Db, embed: Embed | undefined, encoder: EncoderName): Vectors => {
  const nameOf = async () => (typeof encoder === "string" ? encoder : encoder());
  const stored = async (texts: readonly string[]): Promise<(Float32Array | undefined)[]> => {
    // While nobody knows which encoder there is, no vector can be used.
    const model = embed && (await nameOf().catch(() => undefined));
    if (model === undefined) return texts.map(() => undefined);
    const hashes = texts.map(hashOf);
    const known = new Map<string, Float32Array>();
    const distinct = [...new Set(hashes)];
    for (let start = 0; start < distinct.length; start += 5_000)
      for (const { hash, vector } of await db
        .selectFrom("text_vector")
        .select(["hash", "vector"])
        .where("model", "=", model)
        .where("hash", "in", distinct.slice(start, start + 5_000))
        .execute())
        known.set(hash, fromBuffer(vector));
    return hashes.map((hash) => known.get(hash));
  };
  return {
    stored,
    complete: async (texts) => {
      if (!embed) return 0;
      const model = await nameOf();
      const have = await stored(texts);
      const missing = [...new Set(texts.filter((_, index) => !have[index]))];
      for (let start = 0; start < missing.length; start += batch) {
        const part = missing.slice(start, start + batch);
        const made = await embed(part.map((text) => `passage: ${text.slice(0, mostLetters)}`));
        await db
          .insertInto("text_vector")
          .values(part.map((text, index) => ({ model, hash: hashOf(text), vector: toBuffer(made[index]!) })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      return missing.length;
    },
  };
};
