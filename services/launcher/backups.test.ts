import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isDue, keepBackups } from "./backups.ts";

test("a backup is due when there is none, and when the newest is as old as it may be", () => {
  const names = ["millwright-20261120T000000Z.mwbackup", "millwright-20261127T010203Z.mwbackup"];
  const made = Date.parse("2026-11-27T01:02:03Z");
  expect(isDue([], made, 24)).toBe(true);
  expect(isDue(names, made + 24 * 3_600_000 - 1, 24)).toBe(false);
  expect(isDue(names, made + 24 * 3_600_000, 24)).toBe(true);
  expect(isDue(names, made + 1_800_000, 0.5)).toBe(true);
});

test("a backup that cannot be started is told, and ends nothing", async () => {
  const told = Promise.withResolvers<string>();
  const end = keepBackups({
    folder: join(import.meta.dirname, "no-such-folder"),
    everyHours: 24,
    keep: 1,
    databaseUrl: "postgres://nowhere",
    say: told.resolve,
    start: ((_program: string, _args: readonly string[], options: object) =>
      spawn("/nowhere/node", options)) as typeof spawn,
  });
  expect(await told.promise).toContain("spawn /nowhere/node ENOENT");
  await end();
});

test("a house that is stopped at once begins no backup any more", async () => {
  let started = 0;
  const end = keepBackups({
    folder: join(import.meta.dirname, "no-such-folder"),
    everyHours: 24,
    keep: 1,
    databaseUrl: "postgres://nowhere",
    say: () => {},
    start: ((_program: string, _args: readonly string[], options: object) => {
      started += 1;
      return spawn(process.execPath, ["--version"], options);
    }) as typeof spawn,
  });
  await end();
  expect(started).toBe(0);
});
