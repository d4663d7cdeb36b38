import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tinyDecoder } from "../../test/support/tiny-gguf.ts";
import { scoreText } from "../index.ts";

const folder = mkdtempSync(join(tmpdir(), "millwright-offsets-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where the offset of a tensor stands: behind its name, the count of its dimensions, these, and its type. */
const offsetOf = (file: Buffer, tensor: string): number => {
  const name = Buffer.from(tensor);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(name.length));
  const from = file.indexOf(Buffer.concat([length, name]));
  if (from < 0) throw new Error(`${tensor} is not in the file`);
  const dimensions = from + 8 + name.length;
  return dimensions + 4 + 8 * file.readUInt32LE(dimensions) + 4;
};

test("a tensor that begins between the bounds of the alignment is refused", async () => {
  const file = tinyDecoder();
  const at = offsetOf(file, "output_norm.weight");
  const offset = file.readBigUInt64LE(at);
  const score = async (place: bigint) => {
    file.writeBigUInt64LE(place, at);
    const path = join(folder, `${place}.gguf`);
    writeFileSync(path, file);
    return scoreText(path, Int32Array.of(1, 2, 3), { threads: 1 });
  };
  await expect(score(offset)).resolves.toBeDefined();
  await expect(score(offset - 31n)).rejects.toThrow(
    "output_norm.weight begins at no multiple of general.alignment",
  );
});
