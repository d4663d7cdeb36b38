import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chineseOf, phrases } from "./chinese.ts";

const root = join(import.meta.dirname, "../../..");
const han = /\p{Script=Han}/u;

/** What stands in quotation marks, with a mark for each value that is put in. */
const quoted = String.raw`(?:"((?:[^"\\]|\\.)*)"|\x60((?:[^\x60\\]|\\.)*)\x60)`;
const filled = (text: string) => text.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "X1").replaceAll('\\"', '"');

/** Where a sentence says what is wrong: details of an error, what a helper is told, and checks of fields. */
const places = [
  String.raw`\b(?:problem|reason|kind|argument|where|what):\s*${quoted}`,
  String.raw`\b(?:refuse|invalid|bad|cannot|report|within|damaged)\((?:[^;]*?,\s*)??${quoted}[,)\s]`,
  String.raw`(?:error:|\.(?:regex|refine|min|max)\([^;"]*?,)\s*${quoted}`,
  String.raw`new RangeError\(${quoted}\)`,
].map((place) => new RegExp(place, "g"));

/** Rooms whose errors people read on a page: what is said on a terminal, and to programs by the model server, is English. */
const rooms =
  "{services/{api,ingest,knowledge,mes,protocols}/**/*,agents/**/*,services/llm/{client,transport},services/core/{config,temporal-access},services/launcher/ports}.ts";
const elsewhere = /\.test\.ts$|\/(?:cli|command|command-line|restore|main|options)\.ts$|\/demo|\/seed\//;

const sentences = globSync(rooms, { cwd: root })
  .filter((file) => !elsewhere.test(file))
  .flatMap((file) => {
    const source = readFileSync(join(root, file), "utf8");
    if (!/MillwrightError|z\.|RangeError|problem/.test(source)) return [];
    return places.flatMap((place) =>
      [...source.matchAll(place)].map(([, plain, template]) => ({
        file,
        text: filled(plain ?? template ?? ""),
      })),
    );
  })
  // Two words and more: an id or the name of a field is the same in every language.
  .filter(({ text }) => /^[\w"{$/-]+(?: [\w.:,;"-]+)+/.test(text) && !text.includes("${") && !han.test(text));

test("whatever the house says of what is wrong has its Chinese", () => {
  expect(sentences.length).toBeGreaterThan(80);
  const missing = sentences.filter(
    ({ text }) => !han.test(chineseOf(text)) || chineseOf(text).startsWith("“"),
  );
  expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

test("what is filled into a phrase stands in its Chinese", () => {
  const value = fc.stringMatching(/^[A-Z]{1,4}-[0-9]{1,4}$/);
  fc.assert(
    fc.property(
      fc.constantFrom(...phrases),
      fc.array(value, { minLength: 9, maxLength: 9 }),
      ([en, zh], values) => {
        const names = [...new Set([...en.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))];
        const of = Object.fromEntries(names.map((name, index) => [name, values[index]!]));
        const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => of[name]!);
        expect(chineseOf(filled(en))).toBe(filled(zh));
      },
    ),
    { numRuns: 1_000 },
  );
});

test.each([
  [
    "cell.places.A.zone: there is no zone Z1; nodes.B: no way leads from it to A",
    "cell.places.A.zone：没有互斥区 Z1；nodes.B：没有从它到 A 的路",
  ],
  ["body.id: Invalid input: expected string, received undefined", "body.id：应为文本，实际为空"],
  ["it is no JSON (Unexpected end of JSON input)", "不是合法的 JSON（内容不完整）"],
  [
    'Invalid Opening Quote: a quote is found on field "name" at line 2, value is "Da"',
    "第 2 行的引号位置不对",
  ],
  ["Invalid Closing Quote: found non trimable byte after quote at line 2", "第 2 行的引号位置不对"],
  ["feeder jam", "feeder jam"],
  ["WO-1042, WO-1043", "WO-1042, WO-1043"],
  ["could not open the door of it", "“could not open the door of it”"],
  ["已是中文", "已是中文"],
])("%s", (en, zh) => {
  expect(chineseOf(en)).toBe(zh);
});

test("any text gets an answer, in a time that does not grow with its square", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000 }), (text) => {
      expect(chineseOf(text)).toBeTypeOf("string");
    }),
  );
});
