import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { provideModelFile, readManifest } from "./manifest.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "manifest-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const ship = async (parts: Record<string, string>, changes: object = {}) => {
  for (const [path, text] of Object.entries(parts)) await writeFile(join(root, path), text);
  const files = Object.entries(parts).map(([path, text]) => ({
    path,
    sha256: sha256(text),
    bytes: text.length,
  }));
  const path = join(root, "manifest.json");
  await writeFile(
    path,
    JSON.stringify({ models: [{ id: "m", role: "decoder", files, license: "Apache-2.0", ...changes }] }),
  );
  return path;
};

const provide = async (path: string, onProgress?: (fraction: number) => void) => {
  const [entry] = await readManifest(path);
  return provideModelFile(path, entry!, join(root, "data"), onProgress);
};

test("a single file is used where it lies", async () => {
  const path = await ship({ "a.gguf": "weights" });
  expect(await provide(path)).toBe(join(root, "a.gguf"));
});

test("parts are joined once, and again when the joined file is damaged", async () => {
  const path = await ship({ "a.1": "first ", "a.2": "second" }, { promptStyle: "closed-set" });
  const progress: number[] = [];
  const joined = await provide(path, (fraction) => progress.push(fraction));
  expect(await readFile(joined, "utf8")).toBe("first second");
  expect(progress.at(-1)).toBe(1);
  await rm(join(root, "a.1"));
  expect(await provide(path)).toBe(joined);
  await writeFile(join(root, "a.1"), "first ");
  await writeFile(joined, "first secohd");
  expect(await readFile(await provide(path), "utf8")).toBe("first second");
  expect(await readdir(join(root, "data"))).toHaveLength(1);
});

test("a part that differs is refused by its name, and nothing is kept", async () => {
  const path = await ship({ "a.1": "first ", "a.2": "second" });
  await writeFile(join(root, "a.2"), "secomd");
  await expect(provide(path)).rejects.toMatchObject({
    code: "MODEL_FILE_INVALID",
    details: { file: "a.2", problem: expect.stringContaining(sha256("secomd")) },
  });
  expect(await readdir(join(root, "data"))).toEqual([]);
  await rm(join(root, "a.2"));
  await expect(provide(path)).rejects.toMatchObject({ details: { file: "a.2", problem: "it is not there" } });
});

test("a file of another size is refused before it is read", async () => {
  const path = await ship({ "a.gguf": "weights" });
  await writeFile(join(root, "a.gguf"), "weights and more");
  await expect(provide(path)).rejects.toMatchObject({
    details: { file: "a.gguf", problem: "it has 16 bytes, the manifest says 7" },
  });
});

test.each([
  [{ license: undefined }, "models.0.license"],
  [{ id: "../m" }, "models.0.id"],
  [{ role: "oracle" }, "models.0.role"],
  [{ files: [{ path: "../a", sha256: "0".repeat(64), bytes: 1 }] }, "outside the manifest's folder"],
])("a manifest with %j is refused", async (changes, problem) => {
  const path = await ship({ "a.gguf": "weights" }, changes);
  await expect(readManifest(path)).rejects.toMatchObject({
    code: "MODEL_FILE_INVALID",
    details: { problem: expect.stringContaining(problem) },
  });
});

test("a manifest that is no JSON is refused", async () => {
  await writeFile(join(root, "manifest.json"), "{");
  await expect(readManifest(join(root, "manifest.json"))).rejects.toMatchObject({
    code: "MODEL_FILE_INVALID",
  });
});
