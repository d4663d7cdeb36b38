import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findBreaches } from "./boundaries.ts";

const tree = (files: Record<string, string>): string => {
  const root = mkdtempSync(join(tmpdir(), "boundaries-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
};

test("this project keeps to its map", () => {
  expect(findBreaches(join(import.meta.dirname, "../.."))).toEqual([]);
});

test("a forbidden import, a forbidden package and a circle are each named", () => {
  const root = tree({
    "optimizer/a.ts": 'import { x } from "../services/mes/index.ts";\nimport fastify from "fastify";',
    "services/mes/index.ts": 'import { y } from "./b.ts";\nexport const x = y;',
    "services/mes/b.ts": 'import { x } from "./index.ts";\nexport const y = x;',
  });
  const problems = findBreaches(root).join("\n");
  expect(problems).toContain("optimizer/a.ts imports services/mes/index.ts");
  expect(problems).toContain("optimizer/a.ts imports the package fastify");
  expect(problems).toMatch(/circle: .*services\/mes\/b\.ts/);
});

test("a type-only import of an allowed room passes, a run-time one does not", () => {
  const allowed = tree({ "workflows/w.ts": 'import type * as a from "../agents/steward/activities.ts";' });
  const forbidden = tree({ "workflows/w.ts": 'import { a } from "../agents/steward/activities.ts";' });
  expect(findBreaches(allowed)).toEqual([]);
  expect(findBreaches(forbidden)).toHaveLength(1);
});
