import { expect, test } from "vitest";
import { hueOf, pointsOf, standsText } from "./traffic.ts";

test("a way is drawn along the nodes that are still on the map", () => {
  const places = new Map([
    ["A", { x: 0, y: 1 }],
    ["B", { x: 2, y: 3 }],
  ]);
  expect(pointsOf(["A", "gone", "B"], (id) => places.get(id))).toBe("0,1 2,3");
});

test("vehicles side by side have hues of their own", () => {
  const fleet = ["AGV-01", "AGV-02", "AGV-03"].map((id) => ({ id }));
  const hues = fleet.map(({ id }) => hueOf(fleet, id));
  expect(new Set(hues).size).toBe(3);
  // In another order they keep them.
  expect(fleet.map(({ id }) => hueOf(fleet.toReversed(), id))).toEqual(hues);
});

test("why a vehicle stands is told in words, with what it said itself", () => {
  expect(standsText("offline").zh).toBe("离线");
  expect(standsText("error: pallet in the way").en).toBe("error: pallet in the way");
  expect(standsText("refused: noRouteError No road").zh).toContain("noRouteError No road");
});
