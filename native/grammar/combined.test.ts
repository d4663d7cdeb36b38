import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { schemaCase } from "./random_schema.ts";
import { accepts, sentencepiece, tryCompile, walk } from "./walks.ts";

const plainSchema = schemaCase.map(({ schema }) => JSON.parse(JSON.stringify(schema)) as object);

test.each<[string, fc.Arbitrary<object>]>([
  ["allOf", fc.tuple(plainSchema, plainSchema).map(([a, b]) => ({ allOf: [a, b] }))],
  [
    "anyOf beside others",
    fc.tuple(plainSchema, plainSchema, plainSchema).map(([a, b, c]) => ({ ...c, anyOf: [a, b] })),
  ],
  [
    "$ref beside others",
    fc.tuple(plainSchema, plainSchema).map(([a, b]) => ({ ...a, $ref: "#/$defs/b", $defs: { b } })),
  ],
  ["oneOf", fc.tuple(plainSchema, plainSchema).map(([a, b]) => ({ oneOf: [a, b] }))],
  [
    "oneOf without types",
    fc.tuple(plainSchema, plainSchema).map(([a, b]) => ({ oneOf: [a, { ...b, type: undefined }] })),
  ],
])("what %s admits satisfies the schema", (_name, schemas) => {
  const ajv = new Ajv2020({ strict: false });
  fc.assert(
    fc.property(schemas, fc.infiniteStream(fc.nat(1_000_000)), (schema, numbers) => {
      const grammar = tryCompile(schema);
      if (!grammar) return;
      const validate = ajv.compile(schema);
      for (let round = 0; round < 3; round += 1) {
        const out = walk(grammar, sentencepiece, (count) => numbers.next().value! % count);
        if (out === undefined) continue;
        expect(validate(JSON.parse(out)), `${out} under ${JSON.stringify(schema)}`).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

type Schema = Readonly<Record<string, unknown>>;

/** A value with the members of its objects in each order in which a grammar of these schemas together may write them. */
function* written(value: unknown, parts: readonly Schema[]): Generator<unknown> {
  const at = parts.findIndex((part) => part["anyOf"]);
  if (at >= 0) {
    const { anyOf, ...rest } = parts[at]! as { anyOf: Schema[] };
    for (const way of anyOf)
      yield* written(value, [...parts.slice(0, at), rest, way, ...parts.slice(at + 1)]);
  } else if (Array.isArray(value)) {
    const ofItem = (index: number) =>
      parts.map((part) => (part["prefixItems"] as Schema[] | undefined)?.[index] ?? part["items"]);
    yield* product(value.map((item: unknown, index) => [...written(item, schemasIn(ofItem(index)))]));
  } else if (typeof value === "object" && value !== null) {
    const own = (part: Schema) => (part["properties"] ?? {}) as Readonly<Record<string, Schema>>;
    const names = new Set([...parts.flatMap((part) => Object.keys(own(part))), ...Object.keys(value)]);
    const kept = [...names].filter((name) => Object.hasOwn(value, name));
    const ofMember = (name: string) =>
      parts.map((part) => (Object.hasOwn(own(part), name) ? own(part)[name] : part["additionalProperties"]));
    const members = kept.map((name) => [
      ...written((value as Record<string, unknown>)[name], schemasIn(ofMember(name))),
    ]);
    for (const one of product(members))
      yield Object.fromEntries(kept.map((name, index) => [name, one[index]]));
  } else {
    yield value;
  }
}

const schemasIn = (values: readonly unknown[]) =>
  values.filter((value): value is Schema => typeof value === "object" && value !== null);

/** One of each list, in every way. */
const product = (lists: readonly (readonly unknown[])[]): unknown[][] =>
  lists.reduce<unknown[][]>(
    (heads, list) => heads.flatMap((head) => list.map((item) => [...head, item])),
    [[]],
  );

test("a document that satisfies schemas combined is taken", () => {
  const ajv = new Ajv2020({ strict: false });
  const copy = (schema: object) => JSON.parse(JSON.stringify(schema)) as Schema;
  const combined = fc.tuple(schemaCase, schemaCase).chain(([one, other]) => {
    const [a, b] = [copy(one.schema), copy(other.schema)];
    return fc.record({
      schema: fc.constantFrom<Schema>(
        { allOf: [a, b] },
        { allOf: [a, { anyOf: [b, a] }] },
        { $ref: "#/$defs/a", allOf: [{ anyOf: [a, b] }], $defs: { a } },
        { oneOf: [a, b] },
      ),
      parts: fc.constant([a, b]),
      value: fc.oneof(one.document, other.document),
    });
  });
  let taken = 0;
  fc.assert(
    fc.property(combined, ({ schema, parts, value }) => {
      // A number that only other types may write with an exponent is left out.
      if (/\de[+-]/.test(JSON.stringify(value)) || ajv.compile(schema)(value) !== true) return;
      const grammar = tryCompile(schema);
      if (!grammar) return;
      const [a, b] = parts as [Schema, Schema];
      const orders = [[a, b], [b, a], [a], [b], [a, a]].flatMap((order) => [...written(value, order)]);
      expect(
        orders.some((order) => accepts(grammar, JSON.stringify(order))),
        `${JSON.stringify(value)} under ${JSON.stringify(schema)}`,
      ).toBe(true);
      taken += 1;
    }),
    { numRuns: 250 },
  );
  expect(taken).toBeGreaterThan(30);
});

test("of listed values those are taken that satisfy the keywords beside them", () => {
  const ajv = new Ajv2020({ strict: false });
  const listed = fc.tuple(schemaCase, schemaCase).chain(([one, other]) =>
    fc.record({
      schema: fc.constant(JSON.parse(JSON.stringify(one.schema)) as object),
      values: fc.array(fc.oneof(one.document, other.document), { minLength: 1, maxLength: 4 }),
    }),
  );
  fc.assert(
    fc.property(listed, ({ schema, values }) => {
      const whole = { allOf: [schema, { enum: values }] };
      const validate = ajv.compile(whole);
      const valid = values.filter((value) => validate(value));
      const grammar = tryCompile(whole);
      if (!grammar) expect(valid).toEqual([]);
      else for (const value of values) expect(accepts(grammar, JSON.stringify(value))).toBe(validate(value));
    }),
    { numRuns: 150 },
  );
});
