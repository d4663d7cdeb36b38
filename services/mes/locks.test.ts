import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { advisoryLocks } from "./locks.ts";

const root = join(import.meta.dirname, "../..");

test("each advisory lock has a number of its own, and none is taken by a number that is not listed", async () => {
  const numbers = Object.values(advisoryLocks);
  expect(new Set(numbers).size).toBe(numbers.length);
  const files = globSync("{services,agents,workflows,simulators}/**/*.ts", {
    cwd: root,
    exclude: ["**/node_modules/**"],
  });
  expect(files.length).toBeGreaterThan(500);
  const unlisted: string[] = [];
  for (const file of files)
    if (
      !file.endsWith("mes/locks.ts") &&
      /advisory_(?:xact_)?lock\(\d|\b7_310_\d{3}\b/.test(await readFile(join(root, file), "utf8"))
    )
      unlisted.push(file);
  expect(unlisted).toEqual([]);
});
