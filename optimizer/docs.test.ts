import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { problemJsonSchema } from "./problem.ts";

/** Names of all fields of a JSON schema. */
const fieldsOf = (schema: unknown): string[] => {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "properties"
      ? Object.entries(value as object).flatMap(([name, field]) => [name, ...fieldsOf(field)])
      : fieldsOf(value),
  );
};

test("the guide tells every field of a problem", async () => {
  const guide = await readFile(join(import.meta.dirname, "../docs/planner.md"), "utf8");
  const missing = fieldsOf(problemJsonSchema()).filter((name) => !new RegExp(`\\b${name}\\b`).test(guide));
  expect([...new Set(missing)]).toEqual([]);
});
