import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { text } from "../index.ts";
import { schemaCase } from "./random_schema.ts";
import { accepts, compile, sentencepiece, take, takes, tokenizers, walk } from "./walks.ts";

describe.each(Object.entries(tokenizers))("with a %s vocabulary", (_name, tokenizer) => {
  test("every walk through the masks is a document that the schema validates", () => {
    const ajv = new Ajv2020({ strict: false });
    fc.assert(
      fc.property(schemaCase, fc.infiniteStream(fc.nat(1_000_000)), ({ schema }, numbers) => {
        const plain = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
        const validate = ajv.compile(plain);
        const grammar = compile(plain, tokenizer);
        for (let round = 0; round < 3; round += 1) {
          const out = walk(grammar, tokenizer, (count) => numbers.next().value! % count);
          if (out === undefined) continue;
          expect(validate(JSON.parse(out)), `${out} under ${JSON.stringify(plain)}`).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("a mask holds exactly the tokens that would be taken", () => {
    fc.assert(
      fc.property(schemaCase, fc.infiniteStream(fc.nat(1_000_000)), ({ schema }, numbers) => {
        const grammar = compile(JSON.parse(JSON.stringify(schema)), tokenizer);
        const choose = (count: number) => numbers.next().value! % count;
        const matcher = new text.Matcher(grammar);
        const prefix: number[] = [];
        for (let steps = choose(12); steps > 0 && !matcher.done; steps -= 1) {
          const allowed = matcher.allowed(100_000)!;
          const token = allowed[choose(allowed.length)]!;
          take(matcher.accept(token));
          prefix.push(token);
        }
        const mask = matcher.mask();
        for (let token = choose(7); token < tokenizer.size; token += 7) {
          // A matcher changes when it accepts, so every token is tried on one of its own.
          const other = new text.Matcher(grammar);
          for (const before of prefix) other.accept(before);
          const marked = ((mask[token >> 6]! >> BigInt(token & 63)) & 1n) === 1n;
          if (other.accept(token) !== marked)
            throw new Error(
              `token ${token} (${tokenizer.piece(token)}) after ${prefix}: mask says ${marked}`,
            );
        }
      }),
      { numRuns: 100 },
    );
  });

  test("every compact document that satisfies the schema is taken", () => {
    const ajv = new Ajv2020({ strict: false });
    const withDocument = schemaCase.chain(({ schema, document }) =>
      fc.record({ schema: fc.constant(schema), value: document }),
    );
    fc.assert(
      fc.property(withDocument, ({ schema, value }) => {
        const plain = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
        fc.pre(ajv.compile(plain)(value) === true);
        expect(accepts(compile(plain, tokenizer), JSON.stringify(value), tokenizer)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

const command = {
  type: "object",
  properties: {
    tool: { const: "release_order" },
    order: { anyOf: [{ type: "string", pattern: "^WO-\\d{4}$" }, { type: "null" }] },
    line: { enum: ["SMT-1", "SMT-2", "earliest", null] },
  },
  required: ["tool", "order", "line"],
  additionalProperties: false,
};

test("what must come is forced, what may come is left to the model", () => {
  const matcher = new text.Matcher(compile(command));
  const forced = sentencepiece.decode(matcher.forced()).toString();
  expect('{"tool":"release_order","order":'.startsWith(forced.trimStart())).toBe(true);
  expect(forced.length).toBeGreaterThan(20);
  expect(takes(command, { tool: "release_order", order: "WO-1042", line: "earliest" })).toBe(true);
  expect(takes(command, { tool: "release_order", order: "WO-104", line: "earliest" })).toBe(false);
  expect(takes(command, { order: "WO-1042", tool: "release_order", line: null })).toBe(false);
});

test("forced tokens are those that the whole text has", () => {
  const documents = [
    { tool: "release_order", order: "WO-1042", line: "earliest" },
    { tool: "release_order", order: null, line: null },
  ];
  for (const tokenizer of Object.values(tokenizers)) {
    for (const value of documents) {
      const matcher = new text.Matcher(compile(command, tokenizer));
      const tokens = [...tokenizer.continuation(JSON.stringify(value))];
      for (const [index, token] of tokens.entries()) {
        const forced = [...matcher.forced()];
        expect(tokens.slice(index, index + forced.length)).toEqual(forced);
        expect(matcher.accept(token)).toBe(true);
      }
    }
  }
});

test("a recursive schema nests as deeply as the text does", () => {
  const tree = {
    $ref: "#/$defs/node",
    $defs: {
      node: {
        type: "object",
        properties: { v: { type: "integer" }, sub: { type: "array", items: { $ref: "#/$defs/node" } } },
        required: ["v"],
        additionalProperties: false,
      },
    },
  };
  let value: object = { v: 0 };
  for (let depth = 1; depth < 60; depth += 1) value = { v: depth, sub: [value] };
  expect(takes(tree, value)).toBe(true);
  expect(takes(tree, { v: 1, sub: [{ w: 2 }] })).toBe(false);
});

test.each<[unknown, unknown[], unknown[]]>([
  [{ type: "integer", minimum: -12, maximum: 105 }, [-12, -1, 0, 7, 99, 105], [-13, 106, 1000]],
  [{ type: "integer", minimum: -0.5, maximum: 11.5 }, [0, 3, 11], [-1, 12]],
  [{ type: "integer", exclusiveMinimum: -0.5 }, [0, 7, 10], [-1]],
  [{ type: "number", exclusiveMinimum: 0, maximum: 2.5 }, [0.001, 1, 2.49, 2.5], [0, 2.51, 3, -1]],
  [{ type: "string", minLength: 2, maxLength: 3 }, ["ab", "工单产", "😀😀"], ["a", "abcd", "😀"]],
  [{ type: "string", format: "date" }, ["2026-02-28", "2024-02-29"], ["2026-02-29", "2026-13-01", "x"]],
  [{ type: ["string", "null"] }, ["a", null], [1]],
  [
    { type: "array", items: { type: "boolean" }, minItems: 1, maxItems: 2 },
    [[true], [true, false]],
    [[], [true, true, true]],
  ],
  [
    {
      allOf: [
        { type: "object", properties: { a: { type: "integer" } }, required: ["a"] },
        { type: "object", properties: { b: { type: "null" } } },
      ],
    },
    [{ a: 1 }, { a: 1, b: null }],
    [{ b: null }],
  ],
  [
    { type: "object", additionalProperties: { type: "integer" }, propertyNames: { pattern: "^[a-c]$" } },
    [{}, { a: 1, b: 2 }],
    [{ d: 1 }, { a: "x" }],
  ],
  [
    { type: "object", properties: { a: { type: "integer" } }, additionalProperties: { type: "string" } },
    [{ a: 1, ab: "x" }, { b: "y" }],
    [{ a: "x" }, { b: 1 }],
  ],
  [{ const: { q: 'a"b\\c\n\u0001/' } }, [{ q: 'a"b\\c\n\u0001/' }], [{}]],
  [true, [null, { a: [1, "x", { b: 1e21 }] }], []],
  [{ enum: ["ab", "b", 3, 5], pattern: "^b", minimum: 4 }, ["b", 5], ["ab", 3]],
  [{ const: 1, enum: [1, 2] }, [1], [2]],
  [{ allOf: [{ type: "object", required: [""] }, { enum: [{}, { "": 1 }] }] }, [{ "": 1 }], [{}]],
  [{ type: "object", unevaluatedProperties: false }, [{}], [{ a: 1 }]],
  [
    { properties: { a: {} }, required: ["a"], additionalProperties: {}, maxProperties: 2 },
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2, c: 3 }, {}],
  ],
  [{ required: ["a"], maxProperties: 1 }, [{ a: 1 }], [{ a: 1, b: 2 }]],
  [{ properties: {}, additionalProperties: true, maxProperties: 1 }, [{}, { a: 1 }], [{ a: 1, b: 2 }]],
  [{ type: "object", propertyNames: { type: "integer" } }, [{}], [{ a: 1 }, { 1: 1 }]],
  [{ type: "object", propertyNames: { type: ["string", "null"], maxLength: 1 } }, [{ a: 1 }], [{ ab: 1 }]],
  [
    { allOf: [{ const: { a: 1, b: [{ c: 2, d: 3 }] } }, { const: { b: [{ d: 3, c: 2 }], a: 1 } }] },
    [{ a: 1, b: [{ c: 2, d: 3 }] }],
    [{}],
  ],
  [
    {
      allOf: [
        { type: "object", properties: { a: { type: "integer" } }, additionalProperties: { type: "string" } },
        { type: "object", properties: { b: { maxLength: 1 } }, required: ["b"] },
      ],
    },
    [{ a: 1, b: "x" }, { b: "" }],
    [{ b: "xx" }, { b: 1 }, { a: 1 }],
  ],
  [
    { allOf: [{ type: "array", prefixItems: [{}, {}], items: false }, { items: { type: "boolean" } }] },
    [[], [true], [true, false]],
    [[1], [true, true, true]],
  ],
  [
    {
      oneOf: [
        {
          type: "object",
          properties: { kind: { const: "a" }, x: { type: "integer" } },
          required: ["kind", "x"],
        },
        { type: "object", properties: { kind: { const: "b" } }, required: ["kind"] },
        { type: "null" },
        { type: "integer", minimum: 5 },
        { type: "integer", maximum: 4 },
      ],
    },
    [{ kind: "a", x: 1 }, { kind: "b" }, null, 3, 9],
    [{ kind: "a" }, "x"],
  ],
  [
    {
      oneOf: [
        { properties: { a: {} }, required: ["a"] },
        { properties: { b: {} }, required: ["b"] },
      ],
    },
    [{ a: 1 }, { b: 1 }],
    [{ a: 1, b: 1 }, {}],
  ],
  [
    {
      $ref: "#/$defs/x",
      allOf: [{ required: ["b"] }],
      $defs: {
        x: {
          allOf: [{ properties: { a: { type: "integer" }, b: { type: "integer" } }, required: ["a"] }],
        },
      },
    },
    [{ a: 1, b: 2 }],
    [{ b: 1 }, { a: 1 }, { a: 1, b: "2" }],
  ],
  [
    { properties: { a: { type: "null" } }, required: ["b"] },
    [{ a: null, b: 1 }, { b: "x" }],
    [{ a: null }, { b: 1, c: 1 }],
  ],
  [{ $ref: "#/$defs/a%20b~1c%25", $defs: { "a b/c%": { type: "null" } } }, [null], [1]],
])("%j takes and refuses what it should", (schema, good, bad) => {
  for (const value of good) expect(takes(schema, value), JSON.stringify(value)).toBe(true);
  for (const value of bad) expect(takes(schema, value), JSON.stringify(value)).toBe(false);
});

test("a regular expression matches as a whole", () => {
  const grammar = new text.Grammar(sentencepiece, "(yes|no)( [0-9]{1,2})?", "regex");
  for (const good of ["yes", "no 7", "yes 42"]) expect(accepts(grammar, good)).toBe(true);
  for (const bad of ["", "ye", "no 123", "maybe"]) expect(accepts(grammar, bad)).toBe(false);
});

test.each<[unknown, string]>([
  [{ properties: { a: { not: {} } } }, "#/properties/a uses not"],
  [{ type: "string", pattern: "(?=a)b" }, "look-around"],
  [{ type: "string", pattern: "a(" }, "open bracket"],
  [{ $ref: "#/$defs/missing" }, "leads nowhere"],
  [{ $ref: "http://example.com/schema" }, "leads nowhere"],
  [{ $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } }, "refers to itself"],
  [{ type: "array", uniqueItems: true }, "uniqueItems"],
  [{ type: "integer", minimum: 5, maximum: 4 }, "Nothing can satisfy"],
  [{ type: "strnig" }, 'unknown type "strnig"'],
  [{ oneOf: [{ type: "integer" }, { type: "number" }] }, "alternatives 0 and 1"],
  [{ oneOf: [{}, { type: "null" }] }, "use anyOf"],
  // What says nothing of a value's type is satisfied by it.
  [{ oneOf: [{ properties: { a: {} }, required: ["a"] }, { minLength: 3 }] }, "alternatives 0 and 1"],
  [{ oneOf: [{ required: ["a"] }, { type: "null" }] }, "alternatives 0 and 1"],
  [{ oneOf: [{ minimum: 5 }, { items: {} }] }, "alternatives 0 and 1"],
  [
    { oneOf: [{ properties: { a: {} } }, { properties: { b: {} }, required: ["b"] }] },
    "alternatives 0 and 1",
  ],
  [{ type: "string", format: "date", pattern: "^2" }, "pattern beside format date"],
  [{ allOf: [{ format: "date" }, { format: "time" }] }, "states format twice"],
  [
    { allOf: [{ items: [{}], additionalItems: { type: "null" } }, { additionalItems: false }] },
    "states additionalItems twice",
  ],
  [{ allOf: [{ uniqueItems: false }, { uniqueItems: true }] }, "states uniqueItems twice"],
  [{ properties: {}, required: ["b"], additionalProperties: false }, "Nothing can satisfy"],
  [{ type: "array", contains: {} }, "# uses contains"],
  [{ type: "array", minItems: -1 }, "not a count"],
  [{ type: "number", multipleOf: 0.5 }, "uses multipleOf"],
  [{ type: "object", minProperties: 2 }, "minProperties above 1"],
  [
    { properties: { a: {} }, additionalProperties: true, maxProperties: 1 },
    "counts properties beside naming",
  ],
  [{ allOf: [{ const: { a: 1 } }, { const: { b: 1 } }] }, "Nothing can satisfy"],
  [{ type: "object", patternProperties: {} }, "uses patternProperties"],
  [{ properties: { a: {} }, propertyNames: {} }, "propertyNames beside properties"],
  [{ dependentRequired: {} }, "uses dependentRequired"],
  [{ if: {}, type: "null" }, "# uses if"],
])("%j is refused with a sentence that names the place", (schema, sentence) => {
  expect(() => compile(schema)).toThrow(sentence);
});
