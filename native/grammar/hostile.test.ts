import fc from "fast-check";
import { expect, test } from "vitest";
import { text } from "../index.ts";
import type { TextGrammar } from "./text.ts";
import { compile, sentencepiece, take, tokenizers } from "./walks.ts";

test("text that is no schema is refused", () => {
  for (const source of ["", "{", "[1", '{"a":1}x', '"\\ud800"', "1e999", `${"[".repeat(500)}`, "12"])
    expect(() => new text.Grammar(sentencepiece, source)).toThrow();
});

test("anchored alternatives at both ends of a pattern are counted before they are multiplied", () => {
  const many = (first: string, last: string) => `(${first}${"|b".repeat(2400)}${last})`;
  const before = process.resourceUsage().maxRSS;
  expect(() => new text.Grammar(sentencepiece, many("^a", "") + many("c", "|d$"), "regex")).toThrow(
    "too many alternatives",
  );
  // KB; made one by one they took half a gigabyte.
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000);
});

/** Microseconds of a processor that a schema takes. */
const used = (schema: unknown) => {
  const before = process.cpuUsage();
  compile(schema);
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

test("a list of many values is compared in the time of its values, with a type beside it or with another list", () => {
  const list = (name: string) => ({ enum: repeated(20_000, (index) => `${name}${index}`) });
  const once = used(list("a"));
  // Looked for one in the other, each in turn, they took fifty times as long and more.
  expect(used({ type: "string", ...list("a") })).toBeLessThan(once * 15);
  expect(used({ oneOf: [list("a"), list("b")] })).toBeLessThan(once * 15);
});

test("two long constants are compared in the time of their members, in whatever order these stand", () => {
  const names = repeated(50_000, (index) => `m${index}`);
  const constant = (of: readonly string[]) => ({ const: Object.fromEntries(of.map((name) => [name, 1])) });
  const once = used(constant(names));
  // Looked for from the first member on, each in turn, it took some thirty times as long.
  expect(used({ allOf: [constant(names), constant(names.toReversed())] })).toBeLessThan(once * 15);
});

test("no schema crashes or hangs the compiler", () => {
  const keyword = fc.constantFrom(
    "type",
    "properties",
    "items",
    "anyOf",
    "oneOf",
    "allOf",
    "enum",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "$ref",
    "$defs",
    "required",
    "additionalProperties",
    "prefixItems",
    "minItems",
    "maxItems",
    "a",
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(
        "object",
        "string",
        "array",
        "integer",
        "number",
        "#",
        "#/a",
        "#/$defs/a",
        "(a|b)*c{2,}",
        "[^a-z]?$",
        true,
        false,
        null,
        0,
        3,
        -1.5,
        1e9,
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(keyword, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  const patternLike = fc
    .array(
      fc.constantFrom(
        "a",
        "b",
        ".",
        "(",
        ")",
        "|",
        "*",
        "+",
        "?",
        "{2}",
        "{0,9}",
        "[a-f]",
        "[^a]",
        "^",
        "$",
        "\\d",
      ),
      {
        maxLength: 24,
      },
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(value, fc.oneof(fc.string({ maxLength: 30 }), patternLike), (schema, pattern) => {
      for (const source of [() => compile(schema), () => new text.Grammar(sentencepiece, pattern, "regex")]) {
        let grammar: TextGrammar;
        try {
          grammar = source();
        } catch (error) {
          expect((error as Error).message).toMatch(/\.$/);
          continue;
        }
        new text.Matcher(grammar).mask();
      }
    }),
    { numRuns: 1500 },
  );
});

/** Sources that ask for more than can be: each has to end, with a grammar that can be followed or with a sentence. */
const repeated = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index));
const nested = (depth: number, open: string, close: string, middle = "{}") =>
  open.repeat(depth) + middle + close.repeat(depth);
const bombs: readonly [string, string, "schema" | "regex" | "choice"][] = [
  ["counts within counts", "(((a{0,1000}){0,1000}){0,1000}){0,1000}", "regex"],
  ["optional letters before as many", `${"a?".repeat(2000)}${"a".repeat(2000)}`, "regex"],
  ["anything, many times", "(.*a){20}b", "regex"],
  ["the classic", "^((a+)+)+$", "regex"],
  ["a letter far from the end", "(a|b)*a(a|b){200}", "regex"],
  ["stars in stars", nested(60, "(", ")*", "a"), "regex"],
  ["brackets", nested(3000, "(", ")", "a"), "regex"],
  ["a million times", "[a-z]{1000000}", "regex"],
  ["anchors in alternatives", `${"(^a|b)".repeat(200)}`, "regex"],
  ["a long pattern", "a".repeat(20_000), "regex"],
  ["a measured optional chain", '{"type":"string","pattern":"^(a?){100000}$","maxLength":5}', "schema"],
  [
    "a measured product",
    '{"type":"string","pattern":"^([ab]*c){3}$","minLength":90000,"maxLength":99999}',
    "schema",
  ],
  [
    "many different characters, measured",
    JSON.stringify({
      type: "string",
      pattern: `^(${repeated(2500, (index) => String.fromCodePoint(0x4e00 + index)).join("|")}){50}$`,
      maxLength: 49,
    }),
    "schema",
  ],
  ["deep objects", nested(5000, '{"properties":{"a":', "}}"), "schema"],
  ["deep lists", nested(100_000, "[", "]"), "schema"],
  [
    "alternatives that multiply",
    JSON.stringify({
      allOf: repeated(24, (index) => `{"anyOf":[{"minLength":${index}},{"maxLength":${index + 50}}]}`).map(
        (text) => JSON.parse(text),
      ),
    }),
    "schema",
  ],
  [
    "a schema within itself, twice",
    '{"minProperties":0,"properties":{"a":{"$ref":"#","required":["a"]},"b":{"$ref":"#","required":["b"]}}}',
    "schema",
  ],
  [
    "definitions that double",
    JSON.stringify({
      $ref: "#/$defs/d0",
      $defs: Object.fromEntries(
        repeated(40, (index) => String(index)).map((index) => [
          `d${index}`,
          { allOf: [{ $ref: `#/$defs/d${Number(index) + 1}` }, { $ref: `#/$defs/d${Number(index) + 1}` }] },
        ]),
      ),
    }),
    "schema",
  ],
  [
    "a huge count",
    '{"type":"array","minItems":1000000000,"maxItems":1e300,"items":{"minLength":99999999}}',
    "schema",
  ],
  ["huge numbers", '{"type":"integer","minimum":-1e308,"maximum":1.7e308}', "schema"],
  ["a very long constant", JSON.stringify({ const: "x".repeat(300_000) }), "schema"],
  [
    "two long constants with one beginning",
    JSON.stringify(repeated(2, (i) => "x".repeat(150_000) + i)),
    "choice",
  ],
  ["many choices", JSON.stringify(repeated(50_000, (index) => `order ${index}`)), "choice"],
  ["many members", `{"const":{${repeated(50_000, (index) => `"m${index}":1`).join(",")}}}`, "schema"],
  [
    "many properties",
    `{"properties":{${repeated(100_000, (index) => `"m${index}":{}`).join(",")}}}`,
    "schema",
  ],
  [
    "a long name beside others",
    JSON.stringify({ properties: { ["n".repeat(100_000)]: {} }, additionalProperties: true }),
    "schema",
  ],
  [
    "every property may be left out",
    JSON.stringify({
      properties: Object.fromEntries(repeated(2000, (i) => `p${i}`).map((name) => [name, {}])),
    }),
    "schema",
  ],
  [
    "many alternatives of which one holds",
    JSON.stringify({
      oneOf: repeated(400, String).map(() => ({ properties: { a: { $ref: "#" } } })),
    }),
    "schema",
  ],
];

test("what could not be followed is no less so, and nothing else, when it is asked again", () => {
  const grammar = new text.Grammar(sentencepiece, "(((.|..){1,30}){1,30}){1,30}", "regex");
  const word = sentencepiece.encode("a", false, false).at(-1)!;
  const matcher = new text.Matcher(grammar);
  const count = () => {
    try {
      return matcher.allowed(100_000)!.length;
    } catch (error) {
      expect((error as Error).message).toContain("too ambiguous");
      return undefined;
    }
  };
  take(matcher.accept(word));
  // From here on anything may follow, and the end.
  const all = count();
  let refused = 0;
  for (let step = 0; step < 30; step += 1) {
    const now = count();
    if (now === undefined) refused += 1;
    else expect(now).toBe(all);
    if (refused === 0) take(matcher.accept(word));
  }
  expect(refused).toBeGreaterThan(0);
});

test.each(bombs)("%s: it ends, whatever is asked", (_name, source, kind) => {
  for (const tokenizer of Object.values(tokenizers)) {
    let matcher: InstanceType<typeof text.Matcher>;
    try {
      matcher = new text.Matcher(new text.Grammar(tokenizer, source, kind));
      for (let step = 0; step < 12 && !matcher.done; step += 1) {
        matcher.mask();
        const [forced] = matcher.forced();
        const allowed = matcher.allowed(100_000) ?? [];
        if (!matcher.accept(forced ?? allowed[(step * 7919) % allowed.length]!)) break;
      }
    } catch (error) {
      expect((error as Error).message).toMatch(/\.$/);
    }
  }
});
