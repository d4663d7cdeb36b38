import { expect, test } from "vitest";
import type { Evidence, FoundDefect } from "./evidence.ts";
import { candidatesOf, exposuresOf } from "./sources.ts";

const defect = (unit: string, more: Partial<FoundDefect> = {}): FoundDefect => ({
  ...{
    id: unit,
    unit_id: unit,
    time: new Date(0),
    is_now: true,
    kind: "Short",
    verification: "NotVerifiedYet",
  },
  ...{ product_id: "P", panel_position: 1, designator: "U1", feeder: "F-1", nozzle: null },
  ...{ material_id: "MAT", work_order_id: "WO-1" },
  ...more,
});
/** A hundred boards of an order, each with one part, of which two lots were issued. */
const evidenceWith = (defects: readonly FoundDefect[]): Evidence => ({
  boards: [{ product_id: "P", panel_position: 1, work_order_id: "WO-1", now: 100, before: 50 }],
  defects: [...defects],
  parts: [{ product_id: "P", designator: "U1", material_id: "MAT", feeder: "F-1", nozzle: null }],
  lots: ["L-1", "L-2"].map((lot_id) => ({ work_order_id: "WO-1", material_id: "MAT", lot_id })),
});
const byKey = (evidence: Evidence) =>
  new Map(
    candidatesOf("AOI", "Short", exposuresOf("AOI", evidence), evidence).map((one) => [
      one.key.split("\n").slice(0, 2).join(" "),
      one,
    ]),
  );

test("of several lots of a part each is looked at: which of them it was is not on record", () => {
  const groups = byKey(evidenceWith([defect("A"), defect("B"), defect("C", { is_now: false })]));
  for (const lot of ["lot L-1", "lot L-2"])
    expect(groups.get(lot)).toMatchObject({ looked: 100, lookedBefore: 50, found: 2, foundBefore: 1 });
});

test("a board is one however many of its pins are called", () => {
  const pins = Array.from({ length: 8 }, (_, pin) => defect("A", { id: `A.${pin}` }));
  const groups = byKey(evidenceWith([...pins, ...pins.map((one) => ({ ...one, is_now: false }))]));
  expect(groups.get("feeder F-1")).toMatchObject({ found: 1, foundBefore: 1 });
  expect(groups.get("designator U1")!.defects).toHaveLength(8);
});
