import { products } from "./catalogue.ts";
import { type Bom, workMasterId } from "./routing.ts";
import type { SeedRows } from "./rows.ts";

/** What the demonstration plant has beside lines and stock: a little of everything that can bind a plan. */
const mountSegment = 10;
const feederFamily = 4;

/** Fine-pitch operators, and the feeder carts that one family of products shares. */
export const secondary = (): SeedRows => ({
  secondary_resource: [
    {
      id: "OP-SMT-B",
      name_zh: "细间距贴片操作员",
      name_en: "Fine-pitch operators",
      kind: "Skill",
      capacity: null,
      calendar_id: null,
      skill: "SMT-B",
    },
    {
      id: "FEEDER-RF",
      name_zh: "射频供料车",
      name_en: "RF feeder carts",
      kind: "Feeder",
      capacity: 2,
      calendar_id: null,
      skill: null,
    },
  ],
});

export const segmentSecondary = (): SeedRows => ({
  segment_secondary: products.flatMap(({ id, family }, index) => {
    const row = { work_master_id: workMasterId(id), segment: mountSegment, units: 1 };
    return [
      ...(index % 2 === 1 ? [{ ...row, secondary_id: "OP-SMT-B" }] : []),
      ...(family === feederFamily ? [{ ...row, secondary_id: "FEEDER-RF" }] : []),
    ];
  }),
});

/** The first part of a bill that is taken by vendor, and of another one that is taken by bin. */
const [vendorProduct, binProduct] = [3, 4];
const approvedVendors = ["V-101", "V-102"];
const vendors = [...approvedVendors, "V-103"];
const bins = ["B1", "B2"];

/** Marks of a lot or receipt of a material that is taken by vendor or bin; one after the other, so that each occurs. */
export const marksOf = (boms: readonly Bom[]) => {
  const byVendor = boms[vendorProduct]!.items[0]!;
  const byBin = boms[binProduct]!.items[0]!;
  let count = 0;
  return {
    approved: approvedVendors.map((vendor) => ({
      work_master_id: workMasterId(boms[vendorProduct]!.product),
      segment: byVendor.segment,
      position: byVendor.position,
      vendor,
    })),
    isUniform: (product: string, position: number): boolean =>
      product === boms[binProduct]!.product && position === byBin.position,
    lot: (material: string) => ({
      vendor: material === byVendor.material ? vendors[count++ % vendors.length]! : null,
      bin: material === byBin.material ? bins[count++ % bins.length]! : null,
    }),
  };
};
