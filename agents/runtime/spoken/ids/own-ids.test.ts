import fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidates, candidatesOf } from "../../candidates.ts";
import { readSentence } from "../reading.ts";
import { idsToLookUp, type OwnIds, ownIdsIn } from "./own-ids.ts";
import { standIn } from "./stand-ins.ts";

const none: OwnIds = { order: [], material: [], product: [] };
const plant: OwnIds = {
  order: ["4500012345", "MO/26/0017", "A-77", "A-77-2", "A-78", "4711", "RUSH", "WO-1042", "WO-0017"],
  material: ["P-100", "C0402-100NF", "R_10K.5", "MAT-00123", "P-7", "4711", "2026-12-10", "X-9"],
  product: ["X-9", "RRU-5201"],
};
const taken = ["SMT", "RRU"];
const found = (text: string, ids: OwnIds = plant) =>
  ownIdsIn(text, ids, taken).map(({ kind, id }) => `${kind} ${id}`);

test.each([
  ["P-100 库存多少", ["material P-100"]],
  ["P-100库存多少？", ["material P-100"]],
  ["Ｐ－１００还有吗", ["material P-100"]],
  ["how much c0402-100nf is in stock?", ["material C0402-100NF"]],
  ["stock of R_10K.5.", ["material R_10K.5"]],
  ["把mo/26/0017下达到SMT-2", ["order MO/26/0017"]],
  ["why is 4500012345 late", ["order 4500012345"]],
  ["release #A-77 and A-78.", ["order A-77", "order A-78"]],
  ["A-77/A-78 齐套了吗", ["order A-77", "order A-78"]],
  // Of overlapping ids the longest.
  ["where is A-77-2", ["order A-77-2"]],
  // Within another word there is no id.
  ["XP-1001 库存", []],
  ["P-1001 库存", []],
  ["A-77-3 怎么样", []],
  // Numbers that people count with, dates and words are ids only where they are called so.
  ["加 4711 台", []],
  ["工单4711怎么样", ["order 4711"]],
  ["物料 4711 还有多少", ["material 4711"]],
  ["4711号工单怎么样", ["order 4711"]],
  ["by 2026-12-10", []],
  ["it is a rush", []],
  ["order RUSH please", ["order RUSH"]],
  // What the words are read for already, and what is a product, too.
  ["WO-1042 和 MAT-00123", []],
  ["WO-0017 怎么样", ["order WO-0017"]],
  ["X-9 多少", ["product X-9"]],
  ["RRU-5201 多少", []],
  // Called so and of the form of an id, though there is none such.
  ["order A-79 status", ["order A-79"]],
  ["物料 P-999 库存", ["material P-999"]],
  ["工单 4500099999", ["order 4500099999"]],
  ["order SMT-3", []],
  ["工单 RRU-5202", []],
])("%s: %j", (text, ids) => {
  expect(found(text)).toEqual(ids);
});

test("all words of a sentence that may be ids are looked up at once, in small letters", () => {
  expect(idsToLookUp("把 A-77/P-100 下达, #4711.")).toEqual(
    expect.arrayContaining(["a-77/p-100", "a-77", "p-100", "4711"]),
  );
  expect(idsToLookUp("为什么延期？")).toEqual([]);
});

const names = {
  lines: [{ id: "SMT-2", nameZh: "贴片二线", nameEn: "SMT line 2", process: "SMT" }],
  products: ["X-9", "RRU-5201"],
};
const clock = { day: "2026-11-27", time: "15:00" };
/** What the plant's own ids are read as, put back. */
const readAs = (text: string, mentioned = {}): Candidates & { readonly asked: string } => {
  const standIns = standIn(text, mentioned, ownIdsIn(text, plant, taken), new Set());
  const reading = readSentence(
    standIns.text,
    { ...names, products: [...names.products, ...standIns.products] },
    clock,
  );
  const known = { orders: new Set<string>(), materials: new Set<string>() };
  const candidates = candidatesOf(reading, standIns.mentioned, known);
  return { ...standIns.original.candidates(candidates), asked: standIns.text };
};

test("a call takes the plant's own ids, and the model sees those of its kind", () => {
  const late = readAs("为什么 MO/26/0017 晚了，把 A-77 停 4 小时");
  expect(late).toMatchObject({ order: ["MO/26/0017", "A-77"], hours: [4] });
  expect(late.asked).toBe("为什么 WO-1101 晚了，把 WO-1102 停 4 小时");
  expect(late.named).toContain("order");
  expect(readAs("what if C0402-100NF comes 3 days late").material).toEqual(["C0402-100NF"]);
  expect(readAs("40 台 X-9 什么时候能交")).toMatchObject({ product: ["X-9"], quantity: [40] });
  expect(readAs("它齐套了吗", { order: "A-77" }).order).toEqual(["A-77"]);
});

test("no id stands in that the sentence says itself", () => {
  const text = "A-77 和 WO-1101，还有 1102";
  const said = standIn(text, {}, ownIdsIn(text, plant, taken), new Set(["WO-1103"]));
  expect(said.text).toBe("WO-1104 和 WO-1101，还有 1102");
  expect(said.original.text(said.text)).toBe(text);
  expect(said.original.json({ tool: "hold_order", order: "WO-1104", line: null, n: [1] })).toEqual({
    tool: "hold_order",
    order: "A-77",
    line: null,
    n: [1],
  });
});

test("a sentence without ids of the plant's own form is unchanged; what comes back is what was said", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "下达",
      "why is",
      "库存",
      "and",
      "P-1001",
      "3",
      "WO-1042",
      "MAT-00123",
      "SMT-2",
      "。",
      ",",
    ),
    fc.constantFrom(...plant.order, ...plant.material),
    // Without the letters of words that call what follows an order or a material.
    fc.stringMatching(/^[A-HJ-LNP-VX-Za-hj-lnp-vx-z0-9\-_/.#]{1,12}$/),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const text = words.join(" ");
      const unknown = standIn(text, {}, ownIdsIn(text, none, taken), new Set());
      expect([unknown.text, unknown.any]).toEqual([text, false]);
      const ids = ownIdsIn(text, plant, taken);
      const said = standIn(text, {}, ids, new Set());
      // Spelled as the data store does, but for that word for word.
      const spelled = ids.reduceRight(
        (rest, { start, end, id }) => rest.slice(0, start) + id + rest.slice(end),
        text,
      );
      expect(said.original.text(said.text)).toBe(spelled);
      expect(spelled.toLowerCase()).toBe(text.toLowerCase());
    }),
  );
});
