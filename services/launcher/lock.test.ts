import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockDataDir } from "./lock.ts";

const newDir = () => mkdtemp(join(tmpdir(), "millwright-lock-"));
/** Waits until told to end; its command line holds the given word. */
const sleeper = (word: string) =>
  spawn(process.execPath, ["-e", "setInterval(() => {}, 1e9)", word], { stdio: "ignore" });

test("a second launcher on the folder is told who has it", async () => {
  const dir = await newDir();
  const other = sleeper("launcher");
  await writeFile(join(dir, "launcher.lock"), JSON.stringify({ pid: other.pid, children: {} }));
  await expect(lockDataDir(dir)).rejects.toThrow(new RegExp(`in use by process ${other.pid}`));
  other.kill();
});

test("what a killed launcher left running is ended, and the folder can be had again", async () => {
  const dir = await newDir();
  const orphan = sleeper("left-behind");
  const ended = once(orphan, "exit");
  await once(orphan, "spawn");
  await writeFile(
    join(dir, "launcher.lock"),
    JSON.stringify({ pid: 2 ** 22 + 1, children: { [orphan.pid!]: "left-behind" } }),
  );
  const lock = await lockDataDir(dir);
  await ended;
  await lock.release();
  expect(existsSync(join(dir, "launcher.lock"))).toBe(false);
});

test("parts that start at once are all remembered, and a second launcher finds the lock whole", async () => {
  const dir = await newDir();
  const lock = await lockDataDir(dir);
  const words = Array.from({ length: 40 }, (_, part) => "part".repeat(1 + ((part * 7) % 11)));
  await Promise.all(words.map((word, part) => lock.remember(part, word)));
  const { pid, children } = JSON.parse(await readFile(join(dir, "launcher.lock"), "utf8"));
  expect(pid).toBe(process.pid);
  expect(Object.values(children)).toEqual(words);
  await lock.release();
});

test("a disk that does not take the memory of a part ends no house", async () => {
  const dir = await newDir();
  const lock = await lockDataDir(dir);
  await mkdir(join(dir, "launcher.lock.next"));
  await lock.remember(1, "part");
  expect(existsSync(join(dir, "launcher.lock"))).toBe(true);
});

test("a folder that cannot be made is told with what stands in its way", async () => {
  const file = join(await newDir(), "file");
  await writeFile(file, "");
  await expect(lockDataDir(file)).rejects.toThrow("it is a file, not a folder");
  await expect(lockDataDir(join(file, "below"))).rejects.toThrow("part of the path is a file");
});
