import { expect, test } from "vitest";
import { candidatesOf, namingByNumber } from "./candidates.ts";
import { readSentence } from "./spoken/reading.ts";

const products = ["RRU-5204", "AAU-5712", "SRV-5712"];
const plant = { lines: [], products };
const read = (text: string, orders: readonly string[] = []) => {
  const known = { orders: new Set(orders), materials: new Set<string>() };
  const reading = readSentence(text, plant, { day: "2026-11-25", time: "10:30" });
  const { product, order, named } = namingByNumber(candidatesOf(reading, {}, known), products, known);
  return { product, order, isNamed: named.has("product") };
};

test("a number that is a product's and no order's names the product", () => {
  expect(read("小张说5204缺料")).toEqual({ product: ["RRU-5204"], order: [], isNamed: true });
  expect(read("小张说5204缺料", ["WO-5204"])).toMatchObject({ order: ["WO-5204"] });
  expect(read("5204的单还有几张没开工")).toEqual({ product: ["RRU-5204"], order: [], isNamed: true });
  expect(read("5712缺料")).toMatchObject({ product: ["AAU-5712", "SRV-5712"], order: ["WO-5712"] });
});
