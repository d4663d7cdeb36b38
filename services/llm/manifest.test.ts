import { createHash, type KeyObject } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readManifest, readManifestBytes, shippedKeys, shippedManifest } from "./manifest.ts";
import { checkFiles, provideModelFile, updateFiles } from "./model-files.ts";
import {
  keptKey,
  keyIdOf,
  newKey,
  readTrustedKeys,
  signaturePath,
  signManifest,
  writePublicKey,
} from "./signature.ts";

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
  const [entry] = (await readManifestBytes(path)).models;
  return provideModelFile(path, entry!, join(root, "data"), onProgress);
};

describe("files", () => {
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
    await expect(provide(path)).rejects.toMatchObject({
      details: { file: "a.2", problem: "it is not there" },
    });
  });

  test("a file of another size is refused before it is read", async () => {
    const path = await ship({ "a.gguf": "weights" });
    await writeFile(join(root, "a.gguf"), "weights and more");
    await expect(provide(path)).rejects.toMatchObject({
      details: { file: "a.gguf", problem: "it has 16 bytes, the manifest says 7" },
    });
  });

  test("a manifest is only signed when its files are what it says, or after it was brought up to date", async () => {
    const path = await ship({ "a.1": "first ", "a.2": "second" });
    const check = async () => checkFiles(path, (await readManifestBytes(path)).models);
    await check();
    await writeFile(join(root, "a.2"), "other");
    await expect(check()).rejects.toMatchObject({
      details: { file: "a.2", problem: expect.stringContaining("--update") },
    });
    await updateFiles(path);
    await check();
    expect((await readManifestBytes(path)).models[0]).toMatchObject({ id: "m", license: "Apache-2.0" });
  });
});

test.each([
  [{ license: undefined }, "models.0.license"],
  [{ id: "../m" }, "models.0.id"],
  [{ role: "oracle" }, "models.0.role"],
  [{ files: [{ path: "../a", sha256: "0".repeat(64), bytes: 1 }] }, "outside the manifest's folder"],
])("a manifest with %j is refused", async (changes, problem) => {
  const path = await ship({ "a.gguf": "weights" }, changes);
  await expect(readManifestBytes(path)).rejects.toMatchObject({
    code: "MODEL_FILE_INVALID",
    details: { problem: expect.stringContaining(problem) },
  });
});

test("a manifest that is no JSON is refused", async () => {
  await writeFile(join(root, "manifest.json"), "{");
  await expect(readManifestBytes(join(root, "manifest.json"))).rejects.toMatchObject({
    code: "MODEL_FILE_INVALID",
  });
});

describe("signatures", () => {
  let key: KeyObject;
  let path: string;
  const keys = () => join(root, "keys");
  const read = async () => readManifest(path, await readTrustedKeys([keys(), join(root, "missing")]));
  beforeEach(async () => {
    key = newKey();
    path = await ship({ "a.gguf": "weights" });
    await signManifest(path, key);
    await writePublicKey(join(keys(), "plant.pem"), key);
  });

  const refusal = (file: string, problem: RegExp) => ({
    code: "MODEL_FILE_INVALID",
    details: { file, problem: expect.stringMatching(problem) },
  });

  test("a manifest that a trusted key signed is read", async () => {
    expect((await read())[0]).toMatchObject({ id: "m" });
  });

  test("one changed byte is refused with the file, the key and the way out", async () => {
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("Apache-2.0", "Apache-2.1"));
    const problem = new RegExp(`not what the key ${keyIdOf(key)} signed.*npm run models:sign`);
    await expect(read()).rejects.toMatchObject(refusal(path, problem));
  });

  test("a manifest without a signature, and a signature that is none, are refused", async () => {
    await writeFile(signaturePath(path), "{}");
    await expect(read()).rejects.toMatchObject(refusal(signaturePath(path), /no signature file/));
    await rm(signaturePath(path));
    await expect(read()).rejects.toMatchObject(refusal(path, /it is not signed: .*manifest.json.sig/));
  });

  test("the signature of a key that is not trusted is refused with both keys", async () => {
    const other = newKey();
    await signManifest(path, other);
    const problem = new RegExp(
      `key ${keyIdOf(other)}, which is not trusted here \\(trusted: ${keyIdOf(key)}\\)`,
    );
    await expect(read()).rejects.toMatchObject(refusal(path, problem));
  });

  test("the signature of another key under a trusted name is refused", async () => {
    await signManifest(path, newKey());
    const signature = JSON.parse(await readFile(signaturePath(path), "utf8"));
    await writeFile(signaturePath(path), JSON.stringify({ ...signature, keyId: keyIdOf(key) }));
    await expect(read()).rejects.toMatchObject(refusal(path, /changed since/));
  });

  test("a trusted file that is no Ed25519 key is refused by its name", async () => {
    const file = join(keys(), "other.pem");
    await writeFile(file, "not a key");
    await expect(read()).rejects.toMatchObject(refusal(file, /no public key/));
  });

  test("a plant's key is made once, for its owner alone", async () => {
    const file = join(root, "private/signing-key.pem");
    const made = await keptKey(file);
    expect(keyIdOf(await keptKey(file))).toBe(keyIdOf(made));
    if (process.platform !== "win32") expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

test("the shipped manifest is signed by the shipped key: after changing it, npm run models:sign -- --ship", async () => {
  const models = await readManifest(shippedManifest, await readTrustedKeys([shippedKeys]));
  expect(models.length).toBeGreaterThan(0);
});
