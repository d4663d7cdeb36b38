import { expect, test } from "vitest";
import type { Peg } from "../plan.ts";
import { parseProblem } from "../problem.ts";
import { repeg } from "./repeg.ts";

const hour = 3_600;

const plant = (receipt: number) =>
  parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }],
    materials: [{ id: "P", stock: 5, receipts: [{ time: receipt, quantity: 5 }] }],
    orders: [
      { id: "LIGHT", weight: 1, resource: "M1" },
      { id: "HEAVY", weight: 9, resource: "M2" },
    ].map(({ id, weight, resource }) => ({
      id,
      weight,
      release: 0,
      due: 40 * hour,
      operations: [
        {
          id: "1",
          alternatives: [{ resource, duration: 2 * hour }],
          needs: [{ material: "P", quantity: 5 }],
        },
      ],
    })),
  });
const held = (time: number): Peg => ({
  time,
  allocations: [{ material: "P", quantity: 5, time }],
  missing: [],
});

test("a receipt too late for a place goes to whom the loss of its place costs less, however short the delay", () => {
  const before = 3 * hour;
  const after = 5 * hour;
  const placed = (orderId: string, resource: string) => ({
    orderId,
    operationId: "1",
    resource,
    start: 4 * hour,
    end: 6 * hour,
    setup: 0,
    materialTime: 0,
  });
  const plan = {
    operations: [placed("LIGHT", "M1"), placed("HEAVY", "M2")],
    pegs: new Map([
      ["LIGHT/1", held(0)],
      ["HEAVY/1", held(before)],
    ]),
  };
  const timesOf = (receipt: number) => {
    const { pegs } = repeg(plant(receipt), plan as never, new Set());
    return ["LIGHT/1", "HEAVY/1"].map((key) => pegs.get(key)!.time);
  };
  expect(timesOf(before)).toEqual([0, before]);
  // Both would be on time by far all the same, but whoever is not there at four loses its turn.
  expect(timesOf(after)).toEqual([after, 0]);
  // In time for the places, everyone keeps its own.
  expect(timesOf(4 * hour)).toEqual([0, 4 * hour]);
});
