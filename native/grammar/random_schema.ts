import fc from "fast-check";

/** A schema together with documents that satisfy it, as far as a generator can make them. */
export interface SchemaCase {
  readonly schema: Record<string, unknown>;
  readonly document: fc.Arbitrary<unknown>;
}

const text = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .filter((value) => value.isWellFormed() && !(value in Object.prototype));
/** Not the empty one: ajv does not miss it where it is required. */
const key = fc.oneof(
  fc.constantFrom("id", "name", "qty", "a", "ab", "数量", 'quote"', "back\\slash", "tab\t", "▁", "a ▁b"),
  text.filter((name) => name !== ""),
);

const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
    text,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const length = (value: string) => [...value].length;

const patterns: readonly [string, fc.Arbitrary<string>][] = [
  ["^WO-[0-9]{4}$", fc.integer({ min: 0, max: 9999 }).map((n) => `WO-${String(n).padStart(4, "0")}`)],
  ["^(?:SMT-[1-5]|FT-[1-4])$", fc.constantFrom("SMT-1", "SMT-5", "FT-2")],
  ["^[\\u4e00-\\u9fff]{1,3}号?$", fc.constantFrom("贴片号", "线", "老化房")],
  ["ab+c", fc.tuple(text, text).map(([a, b]) => `${a}abbc${b}`)],
  ['^[^"\\\\]*$', text.map((value) => value.replace(/["\\]/g, ""))],
  ["^\\w+(\\.\\w+)*@x\\.(com|cn)$", fc.constantFrom("a@x.com", "a.b_c@x.cn")],
  ["^(a|b)$|^c{2,3}", fc.constantFrom("a", "b", "cc", "ccc tail")],
];

const leaf: fc.Arbitrary<SchemaCase> = fc.oneof(
  fc.constant({ schema: { type: "null" }, document: fc.constant(null) }),
  fc.constant({ schema: { type: "boolean" }, document: fc.boolean() }),
  fc.constant({ schema: {}, document: anyJson }),
  fc.constant({
    schema: { type: "number" },
    document: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
  }),
  fc.constant({ schema: { type: "integer" }, document: fc.maxSafeInteger() }),
  fc.tuple(fc.integer(), fc.nat(100_000), fc.boolean()).map(([low, span, exclusive]) => ({
    schema: exclusive
      ? { type: "integer", exclusiveMinimum: low - 1, exclusiveMaximum: low + span + 1 }
      : { type: "integer", minimum: low, maximum: low + span },
    document: fc.integer({ min: low, max: low + span }),
  })),
  fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 1, max: 9999 })).map(([low, span]) => ({
    schema: { type: "number", minimum: low / 100, maximum: (low + span) / 100 },
    document: fc.integer({ min: low, max: low + span }).map((value) => value / 100),
  })),
  fc.tuple(fc.nat(4), fc.nat(20)).map(([least, span]) => ({
    schema: { type: "string", minLength: least, maxLength: least + span },
    document: fc
      .string({ unit: "binary", minLength: least, maxLength: least + span })
      .filter((value) => length(value) >= least && length(value) <= least + span && value.isWellFormed()),
  })),
  fc.constant({
    schema: { type: "string" },
    document: fc.string({ unit: "binary" }).filter((v) => v.isWellFormed()),
  }),
  fc
    .constantFrom(...patterns)
    .map(([pattern, document]) => ({ schema: { type: "string", pattern }, document })),
  fc
    .constantFrom(...patterns)
    .map(([pattern, document]) => ({
      schema: { type: "string", pattern, minLength: 2, maxLength: 9 },
      document: document.filter((value) => length(value) >= 2 && length(value) <= 9),
    }))
    .filter(({ document }) => fc.sample(document, 1).length > 0),
  fc.array(anyJson, { minLength: 1, maxLength: 5 }).map((values) => ({
    schema: { enum: values },
    document: fc.constantFrom(...values),
  })),
  anyJson.map((value) => ({ schema: { const: value }, document: fc.constant(value) })),
);

const objectOf = (
  members: readonly (readonly [string, SchemaCase, boolean])[],
  closed: boolean,
): SchemaCase => ({
  schema: {
    type: "object",
    properties: Object.fromEntries(members.map(([name, member]) => [name, member.schema])),
    required: members.filter(([, , required]) => required).map(([name]) => name),
    additionalProperties: !closed,
  },
  document: fc
    .tuple(
      fc.tuple(
        ...members.map(([, member, required]) =>
          required ? member.document : fc.option(member.document, { nil: undefined }),
        ),
      ),
      closed ? fc.constant({}) : fc.dictionary(key, anyJson, { maxKeys: 2, noNullPrototype: true }),
    )
    .map(([values, extra]) => {
      const own = Object.fromEntries(
        members.map(([name], index) => [name, values[index]]).filter(([, value]) => value !== undefined),
      );
      const names = new Set(members.map(([name]) => name));
      return { ...own, ...Object.fromEntries(Object.entries(extra).filter(([name]) => !names.has(name))) };
    }),
});

/** Keys that JavaScript would move to the front of an object keep no declared order. */
const orderly = (name: string) => !/^\d+$/.test(name);

export const schemaCase: fc.Arbitrary<SchemaCase> = fc.letrec<{ value: SchemaCase }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    leaf,
    fc
      .tuple(
        fc.uniqueArray(fc.tuple(key.filter(orderly), tie("value"), fc.boolean()), {
          maxLength: 5,
          selector: ([name]) => name,
        }),
        fc.boolean(),
      )
      .map(([members, closed]) => objectOf(members, closed)),
    fc.tuple(tie("value"), fc.nat(2), fc.nat(3)).map(([item, least, span]) => ({
      schema: { type: "array", items: item.schema, minItems: least, maxItems: least + span },
      document: fc.array(item.document, { minLength: least, maxLength: least + span }),
    })),
    fc.tuple(tie("value"), tie("value")).map(([first, second]) => ({
      schema: { type: "array", prefixItems: [first.schema, second.schema], minItems: 1, items: false },
      document: fc.oneof(
        first.document.map((a) => [a]),
        fc.tuple(first.document, second.document).map(([a, b]) => [a, b]),
      ),
    })),
    tie("value").map((item) => ({
      schema: { type: "object", additionalProperties: item.schema },
      document: fc.dictionary(key, item.document, { maxKeys: 3, noNullPrototype: true }),
    })),
    fc.array(tie("value"), { minLength: 1, maxLength: 3 }).map((ways) => ({
      schema: { anyOf: ways.map(({ schema }) => schema) },
      document: fc.oneof(...ways.map(({ document }) => document)),
    })),
  ),
})).value;
