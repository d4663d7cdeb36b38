import { expect, test } from "vitest";
import { allocateKit, type FreeLot, type WantedItem } from "./allocate.ts";

const lot = (
  id: string,
  free: number,
  { vendor = null, bin = null, materialId = "LED" }: Partial<FreeLot> = {},
): FreeLot => ({ id, materialId, free, location: "A-1", vendor, bin });
const item = (needed: number, more: Partial<WantedItem> = {}): WantedItem => ({
  materialId: "LED",
  alternates: [],
  needed,
  vendors: undefined,
  uniform: null,
  ...more,
});
const taken = (items: readonly WantedItem[], lots: readonly FreeLot[]) => {
  const { allocations, available } = allocateKit(items, lots);
  return {
    taken: Object.fromEntries(allocations.map(({ lotId, quantity }) => [lotId, quantity])),
    available,
  };
};

test("lots go in their order, and an alternate only for what the own material lacks", () => {
  const lots = [lot("a", 5), lot("b", 5), lot("c", 9, { materialId: "LED-2" })];
  expect(taken([item(12, { alternates: ["LED-2"] })], lots)).toEqual({
    taken: { a: 5, b: 5, c: 2 },
    available: [12],
  });
});

test("an alternate leaves what another item needs as its own", () => {
  const lots = [lot("a", 2), lot("c", 4, { materialId: "LED-2" })];
  const items = [item(5, { alternates: ["LED-2"] }), item(4, { materialId: "LED-2" })];
  expect(taken(items, lots)).toEqual({ taken: { a: 2, c: 4 }, available: [2, 4] });
});

test("only approved vendors are taken, and pieces of no known vendor are not", () => {
  const lots = [lot("a", 9), lot("b", 4, { vendor: "V-1" }), lot("c", 9, { vendor: "V-2" })];
  expect(taken([item(6, { vendors: ["V-1"] })], lots)).toEqual({ taken: { b: 4 }, available: [4] });
});

test("alike pieces come of one bin that holds them all, or the item is short by the fullest", () => {
  const lots = [
    lot("a", 4, { bin: "B1" }),
    lot("b", 3, { bin: "B2" }),
    lot("c", 4, { bin: "B2" }),
    lot("d", 6, { bin: "B3" }),
  ];
  expect(taken([item(7, { uniform: "bin" })], lots)).toEqual({ taken: { b: 3, c: 4 }, available: [7] });
  expect(taken([item(8, { uniform: "bin" })], lots)).toEqual({ taken: {}, available: [7] });
  const alternate = lot("e", 8, { bin: "X", materialId: "LED-2" });
  expect(taken([item(8, { uniform: "bin", alternates: ["LED-2"] })], [...lots, alternate])).toEqual({
    taken: { e: 8 },
    available: [8],
  });
});
