import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { consoleSources } from "./console-build.ts";

/** What a file takes of other files when it runs. */
const takenBy = (file: string): string[] =>
  [
    ...readFileSync(file, "utf8").matchAll(
      /^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)"|import\("(\.[^"]+)"\)/gms,
    ),
  ]
    .map(([, fixed, lazy]) => join(dirname(file), fixed ?? lazy!))
    .filter(existsSync);

test("whatever the page takes of other rooms has it built anew when it changes", () => {
  const sources = new Set(consoleSources());
  const isCode = (file: string) => /\.tsx?$/.test(file) && !file.includes(".test.");
  const seen = new Set([...sources].filter((file) => file.includes("/console/src/") && isCode(file)));
  for (const file of seen) for (const taken of takenBy(file)) if (isCode(taken)) seen.add(taken);
  const shared = [...seen].filter((file) => !file.includes("/console/"));
  expect(shared.length).toBeGreaterThan(5);
  expect(shared.filter((file) => !sources.has(file))).toEqual([]);
});
