import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "graphql";
import { expect, test } from "vitest";
import { costOf, queryLimits, requireModest } from "./limits.ts";
import { schema } from "./schema.ts";

const sources = globSync(join(import.meta.dirname, "../../console/src/**/*.{ts,tsx}")).map((path) =>
  readFileSync(path, "utf8"),
);
/** Texts that are put into questions, by the names that they have in the code. */
const parts = new Map(
  sources.flatMap((source) =>
    [...source.matchAll(/const (\w+) =\s*(?:"([^"]+)"|`([^`]+)`)/g)].map(
      ([, name, plain, template]) => [name!, plain ?? template!] as const,
    ),
  ),
);
const filled = (text: string): string =>
  text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => {
    const part = parts.get(name);
    return part === undefined ? whole : filled(part);
  });
const questions = sources
  .flatMap((source) => [...source.matchAll(/["`]((?:query|mutation)\b[^"`]*\{[^"`]*)["`]/g)])
  .map(([, text]) => filled(text!))
  .filter((text) => !text.includes("${"));

test("whatever the console asks is far within the limits, also with the largest page", () => {
  expect(questions.length).toBeGreaterThan(40);
  const costs = questions.map((text) => {
    const document = parse(text.replaceAll("\\n", "\n"));
    requireModest(document);
    return { text, cost: costOf(schema, document, { variables: { first: 500, limit: 500 } }) };
  });
  const dearest = costs.toSorted((a, b) => b.cost - a.cost)[0]!;
  expect(dearest.cost, dearest.text).toBeLessThan(queryLimits.cost / 2);
});
