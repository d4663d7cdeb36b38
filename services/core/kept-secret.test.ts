import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keptSecret } from "./kept-secret.ts";

test("a secret is drawn once, whoever asks at once, and anew where its file was left empty", async () => {
  const folder = await mkdtemp(join(tmpdir(), "secret-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "secret");
  const drawn = await Promise.all(Array.from({ length: 5 }, () => keptSecret(file, 32)));
  expect(new Set(drawn).size).toBe(1);
  expect(drawn[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(await keptSecret(file, 32)).toBe(drawn[0]);
  expect((await stat(file)).mode & 0o077).toBe(0);
  // What a disk that was full, or a process that was killed, leaves of it.
  await writeFile(file, "");
  const anew = await keptSecret(file, 32);
  expect(anew).toMatch(/^[0-9a-f]{64}$/);
  expect(await keptSecret(file, 32)).toBe(anew);
  expect(await readdir(folder)).toEqual(["secret"]);
});
