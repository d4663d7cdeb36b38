import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolders } from "./folders.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "folders-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("folders are made one in the other, by two at once too, and what is there already stays", async () => {
  const deep = join(root, "a", "b", "c");
  await Promise.all([makeFolders(deep), makeFolders(deep)]);
  await makeFolders(deep);
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test("a file in the way is told", async () => {
  await writeFile(join(root, "file"), "");
  await expect(makeFolders(join(root, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolders(join(root, "file", "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.runIf(process.platform === "linux")("where the system makes no folders the attempt ends", async () => {
  await expect(makeFolders("/proc/millwright/data")).rejects.toMatchObject({ code: "ENOENT" });
});
