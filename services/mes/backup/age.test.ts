import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { newestBackup, requireBackup } from "./age.ts";
import { nameAt } from "./names.ts";

const hour = 3_600_000;
const noon = Date.parse("2026-11-27T12:00:00Z");

test("a backup that should have come long ago is told with the age of the newest; a house that has just begun has its time", async () => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-backups-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const found = (now: number) => requireBackup({ folder, everyHours: 24 }, noon, now);
  expect(await newestBackup(folder)).toBeUndefined();
  await expect(found(noon + 36 * hour)).resolves.toBeUndefined();
  await expect(found(noon + 37 * hour)).rejects.toThrow("no backup in");
  for (const age of [72, 50]) await writeFile(join(folder, nameAt(new Date(noon - age * hour))), "");
  expect(await newestBackup(folder)).toBe(noon - 50 * hour);
  await expect(found(noon)).rejects.toThrow("is 50 h old");
  await expect(found(noon - 20 * hour)).resolves.toBeUndefined();
  expect(await newestBackup(join(folder, "none"))).toBeUndefined();
});
