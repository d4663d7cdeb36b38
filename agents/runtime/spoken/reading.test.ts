import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PlantNames, readSentence } from "./reading.ts";

const kinds = [
  { prefix: "SMT", zh: "贴片", en: "SMT line", count: 5, place: "线" },
  { prefix: "ASM", zh: "装配", en: "Assembly line", count: 3, place: "线" },
  { prefix: "BI", zh: "老化房", en: "Burn-in chamber", count: 2, place: "号" },
  { prefix: "FT", zh: "功能测试", en: "Functional test cell", count: 4, place: "线" },
] as const;
const numerals = ["一", "二", "三", "四", "五"];
const plant: PlantNames = {
  lines: kinds.flatMap(({ prefix, zh, en, count, place }) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${prefix}-${index + 1}`,
      nameZh: `${zh}${numerals[index]}${place}`,
      nameEn: `${en} ${index + 1}`,
      process: prefix,
    })),
  ),
  products: ["RRU-5201", "RRU-5302", "AAU-5611", "SRV-320", "SRV-360"],
};
const read = (text: string) => readSentence(text, plant, { day: "2026-11-25", time: "10:00" });

describe("lines", () => {
  const ordinals = ["first", "second", "third", "fourth", "fifth"];
  const words = ["one", "two", "three", "four", "five"];
  const zhKinds: Record<string, readonly string[]> = {
    SMT: ["贴片", "SMT", "表贴"],
    ASM: ["装配", "组装", "总装"],
    BI: ["老化", "老化房"],
    FT: ["测试", "功能测试"],
  };
  const enKinds: Record<string, readonly string[]> = {
    SMT: ["SMT line", "placement line", "surface mount"],
    ASM: ["assembly line", "assembly"],
    BI: ["burn-in", "burn-in chamber", "burn in room"],
    FT: ["functional test cell", "test line", "tester"],
  };

  test("every line is found by the many names that people have for it, and it alone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...plant.lines),
        fc.nat(2),
        fc.nat(9),
        ({ id, nameZh, nameEn, process }, kind, way) => {
          const at = Number(id.split("-")[1]) - 1;
          const zh = zhKinds[process]![kind % zhKinds[process]!.length]!;
          const en = enKinds[process]![kind % enKinds[process]!.length]!;
          const said = [
            `${nameZh}停两天半会怎样`,
            `${zh}${numerals[at]}线现在怎么样`,
            `第${numerals[at]}条${zh}线停4小时`,
            `${at + 1}号${zh}线在跑什么`,
            `${zh}第${numerals[at]}条线`,
            `what if ${nameEn} is down for two hours`,
            `the ${ordinals[at]} ${en} for half a day`,
            `${en} number ${words[at]}, what is it doing`,
            `${en} ${at + 1} stops 8 hours`,
            `${id.replace("-", "").toLowerCase()}坏了`,
          ][way]!;
          expect({ said, lines: read(said).lines }).toEqual({ said, lines: [id] });
        },
      ),
      { seed: 1, numRuns: 400 },
    );
  });

  test.each([
    ["停五线四小时", "SMT-5"],
    ["贴四线没声音了", "SMT-4"],
    ["S M T 4现在什么状态", "SMT-4"],
    ["the last test line", "FT-4"],
    ["最后一条测试线", "FT-4"],
    ["把 smt 9 停了", "SMT-9"],
  ])("%s is %s", (text, id) => {
    expect(read(text).lines).toEqual([id]);
  });

  test.each([
    ["二线停四小时会怎样", ["SMT-2", "ASM-2", "FT-2"]],
    ["what if line two stops", ["SMT-2", "ASM-2"]],
    ["贴片线停一天会怎样", ["SMT-1", "SMT-2", "SMT-3", "SMT-4", "SMT-5"]],
  ])("%s leaves open which line is meant", (text, ids) => {
    const { lines, numberedLines, unclear } = read(text);
    expect(lines).toEqual([]);
    expect(unclear.lines).toEqual(ids);
    expect(numberedLines).toEqual(/[二两]线|two/.test(text) ? ids : []);
  });

  test.each([
    "测试要三天",
    "装配两台样机",
    "test 300 units",
    "二十条建议",
    "各测试台一次过",
    "装配三条线",
    "装配三台样机",
  ])("%s names no line", (text) => {
    expect(read(text).lines).toEqual([]);
  });
});

describe("ids", () => {
  test.each([
    ["把工单 WO-1042 下达", "WO-1042"],
    ["wo 1042 please", "WO-1042"],
    ["工单1042为什么晚", "WO-1042"],
    ["1042号工单", "WO-1042"],
    ["order number 1042", "WO-1042"],
    ["release order ten forty two", "WO-1042"],
  ])("%s is about an order, by the word for it", (text, id) => {
    const { written, called } = read(text).orders;
    expect([...written, ...called]).toEqual([id]);
  });

  test.each([
    ["material 731", "MAT-00731"],
    ["part number 731", "MAT-00731"],
    ["731号料", "MAT-00731"],
    ["一千零五号物料", "MAT-01005"],
    ["物料〇〇九零五", "MAT-00905"],
    ["mat 4 0 2", "MAT-00402"],
    ["MAT00402", "MAT-00402"],
    ["那颗00088号料", "MAT-00088"],
  ])("%s is about a material, by the word for it", (text, id) => {
    const { written, called } = read(text).materials;
    expect([...written, ...called]).toEqual([id]);
  });

  test.each([
    ["1042 这单", "WO-1042"],
    ["一零四二那个", "WO-1042"],
    ["一千零四十二为啥晚", "WO-1042"],
    ["1042的料齐了没", "WO-1042"],
  ])("%s may be about an order", (text, id) => {
    const { written, called, bare } = read(text).orders;
    expect([...written, ...called, ...bare]).toContain(id);
  });

  test("what counts pieces, time or lines is no id", () => {
    expect(read("RRU-5201要300台，SMT-2停4小时").orders).toEqual({ written: [], called: [], bare: [] });
    expect(read("RRU-5201 300 pcs by 12/10").materials.bare).toEqual([]);
  });
});

describe("products and pieces", () => {
  test.each([
    ["RRU-5201 要一万五千台", ["RRU-5201"], [15_000]],
    ["5302 再来两百五，多久能交货", ["RRU-5302"], [250]],
    ["八十五台三六零服务器", ["SRV-360"], [85]],
    ["5302要320台", ["RRU-5302"], [320]],
    ["two hundred fifty of the 5611", ["AAU-5611"], [250]],
    ["a dozen srv 320", ["SRV-320"], [12]],
    ["RRU-5201 三百来个，周五前要", ["RRU-5201"], [300]],
    ["接一单四千三的AAU-5611", ["AAU-5611"], [4_300]],
    ["5201多久能交", ["RRU-5201"], []],
    ["AAU-9999 五台", ["AAU-9999"], [5]],
    ["十天内出五百台RRU-5201", ["RRU-5201"], [500]],
  ])("%s", (text, products, quantities) => {
    const found = read(text);
    expect(found.products).toEqual(products);
    expect(found.quantities).toEqual(quantities);
  });

  test.each([
    ["RRU 最早什么时候能交", ["RRU-5201", "RRU-5302"]],
    ["when could we deliver 200 RRUs", ["RRU-5201", "RRU-5302"]],
    ["R R U要两百台", ["RRU-5201", "RRU-5302"]],
    ["要五十台aau", ["AAU-5611"]],
    ["RRU-5201 and another RRU", []],
    ["RRU-9999什么时候能交", []],
    ["when does the bureau deliver", []],
  ])("%s leaves open which product of the family is meant", (text, ids) => {
    expect(read(text).unclear.products).toEqual(ids);
  });

  test.each([
    ["两三百台RRU-5201", [200, 300]],
    ["200到300台RRU-5201", [200, 300]],
    ["200-300 pcs of RRU-5201", [200, 300]],
    ["two or three hundred RRU-5201", [200, 300]],
  ])("%s leaves open how many", (text, values) => {
    const found = read(text);
    expect(found.quantities).toEqual([]);
    expect(found.unclear.quantities).toEqual(values);
  });
});

test("each number of a sentence is used for one thing only", () => {
  const found = read("WO-1042 放到第二条装配线，停3小时，周五前要两百台5302");
  expect(found).toMatchObject({
    orders: { written: ["WO-1042"], called: [] },
    lines: ["ASM-2"],
    spans: [3],
    moments: [{ day: "2026-11-27" }],
    quantities: [200],
    products: ["RRU-5302"],
  });
});

test("no sentence makes the reader fail, whatever stands in it", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string({ maxLength: 6, unit: "binary" }),
          fc.constantFrom(
            ..."一二两三十百千万点半几打号线天月周.,-/:",
            " and a half ",
            "SMT-2",
            "1042",
            "12/10",
            "to",
            "oh ",
          ),
        ),
        { maxLength: 20 },
      ),
      (parts) => {
        const { quantities, spans } = read(parts.join(""));
        for (const value of quantities) expect(Number.isSafeInteger(value) || value > 1e15).toBe(true);
        for (const hours of spans) expect(hours).toBeGreaterThanOrEqual(0);
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

test.each(["WO-1107 改成 -5 台", "change WO-1107 to -5 units", "WO-1107 改成负5台"])(
  "%s names no quantity: less than nothing is not read as its opposite",
  (text) => expect([read(text).quantities, read(text).amounts]).toEqual([[], []]),
);
test("a dash is no minus", () => {
  expect(read("WO-1107 - 60 units").quantities).toEqual([60]);
  expect(read("200-300台").unclear.quantities).toEqual([200, 300]);
});

test.each(["把回流焊峰值温度调到 300 度", "raise the peak to 300 °C", "torque of 1200 mm", "电压 1042 伏"])(
  "%s: what is measured is nobody's id and no pieces",
  (text) => expect([read(text).orders.bare, read(text).quantities]).toEqual([[], []]),
);
