import { expect, test } from "vitest";
import { defectKindsIn } from "./defects.ts";
import { readFigure } from "./question.ts";

const now = new Date("2026-11-02T10:30:00+08:00");
const read = (text: string) =>
  readFigure(text, { lines: [], products: [] }, now, { day: "2026-11-02", time: "10:30" });

test("kinds of defects are read by their names in both languages", () => {
  expect(defectKindsIn("上周连锡多少个，锡膏连锡呢")).toEqual(["Short", "PasteShort"]);
  // Material is short, too.
  expect(defectKindsIn("which materials are short")).toEqual([]);
  expect(defectKindsIn("which line has most shorts")).toEqual(["Short"]);
  expect(defectKindsIn("how many solder balls and tombstones")).toEqual(["Solderball", "Tombstone"]);
});

test("how many of one there were is a figure of inspection, told of that kind", () => {
  expect(read("上周连锡多少个")).toMatchObject({
    metrics: [{ id: "aoi_defects" }],
    split: "reason",
    among: ["Short"],
  });
});

test("whether a figure went up is told beside the stretch before", () => {
  expect(read("上周良率掉了没").compare).toBe("before");
  expect(read("did the scrap go up last week").compare).toBe("before");
  expect(read("上周良率").compare).toBeUndefined();
  expect(read("Why did OEE drop last week?").compare).toBeUndefined();
});

test("a verb that asks how much takes no split with it", () => {
  expect(read("How many hours was each line down yesterday?").split).toBe("line");
  expect(read("how long was SMT-2 down yesterday")).toMatchObject({ metrics: [{ id: "downtime" }] });
});
