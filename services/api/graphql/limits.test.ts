import { buildSchema, parse } from "graphql";
import { expect, test } from "vitest";
import { MillwrightError } from "../../core/errors.ts";
import { costOf, depthOfValue, queryLimits, requireModest } from "./limits.ts";

const schema = buildSchema(`
  type Query { order: Order! lines: [Line!]! orders(first: Int, after: String): Orders! recent(limit: Int): [Order!]! }
  type Orders { totalCount: Int! edges: [Edge!]! }
  type Edge { cursor: String! node: Order! }
  type Order { id: ID! lines: [Line!]! order: Order! }
  type Line { id: ID! }
`);
const cost = (text: string, variables = {}) => costOf(schema, parse(text), { variables });
const refusal = (text: string) => {
  try {
    requireModest(parse(text));
  } catch (error) {
    const { details } = error as MillwrightError;
    return [details["limit"], details["found"], details["allowed"]];
  }
  return undefined;
};
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");

test("a list costs what is in it as often as was asked for, by literal, variable, or the usual size", () => {
  expect(cost("{ order { id } }")).toBe(2);
  expect(cost("{ lines { id } }")).toBe(1 + 20);
  expect(cost("{ recent(limit: 7) { id } }")).toBe(1 + 7);
  expect(cost("query($n: Int) { recent(limit: $n) { id } }", { n: 300 })).toBe(1 + 300);
  expect(cost("{ recent { id } }")).toBe(1 + 50);
  // Edges as often as the connection says; what is beside them once.
  expect(cost("{ orders(first: 100) { totalCount edges { cursor node { id } } } }")).toBe(
    1 + 1 + 1 + 100 * 3,
  );
  expect(cost("{ orders(first: 100) { edges { node { lines { id } } } } }")).toBe(2 + 100 * (1 + 1 + 20));
});

test("fragments cost what they hold, each time, whatever they are called", () => {
  expect(cost("{ ...q } fragment q on Query { lines { ...l } } fragment l on Line { id id }")).toBe(
    1 + 20 * 2,
  );
  expect(cost("{ lines { ... on Line { id } } }")).toBe(21);
});

test("each limit says which it is, what was found and what is allowed", () => {
  const { depth, fields, aliases, rootFields } = queryLimits;
  const nested = (levels: number) => `${"{ order ".repeat(levels - 1)}{ id }${" }".repeat(levels - 1)}`;
  expect(refusal(nested(depth))).toBeUndefined();
  expect(refusal(nested(depth + 1))).toEqual(["depth", depth + 1, depth]);
  expect(refusal(`{ order { ${times(aliases + 1, (at) => `a${at}: id`)} } }`)).toEqual([
    "aliases",
    aliases + 1,
    aliases,
  ]);
  expect(refusal(`{ order { ${times(fields, () => "id")} } }`)).toEqual(["fields", fields + 1, fields]);
  expect(refusal(`{ ${times(rootFields + 1, () => "lines { id }")} }`)).toEqual([
    "rootFields",
    rootFields + 1,
    rootFields,
  ]);
});

test("fragments that double each other are counted at once, and one that holds itself ends the counting", () => {
  const doubling = times(40, (at) => `fragment f${at} on Order { ...f${at + 1} ...f${at + 1} }`);
  expect(refusal(`{ order { ...f0 } } ${doubling} fragment f40 on Order { id }`)?.[0]).toBe("fields");
  expect(refusal("{ order { ...f } } fragment f on Order { order { ...f } }")).toBeUndefined();
});

test("the depth of variables is found without going further than is needed", () => {
  expect(depthOfValue({ a: [1, { b: 2 }] })).toBe(3);
  let deep: object = {};
  for (let level = 0; level < 100_000; level += 1) deep = { deep };
  expect(depthOfValue(deep)).toBe(queryLimits.variablesDepth + 1);
});

test("the sentence is there in both languages", () => {
  const error = new MillwrightError("QUERY_LIMIT", {
    limit: "depth",
    kind: "levels of fields",
    found: 17,
    allowed: 16,
  });
  expect(error.message).toContain("17 levels of fields; at most 16");
  expect(error.bilingual.zh).toContain("字段层数 17，上限 16");
});
