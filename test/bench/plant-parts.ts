import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { Problem } from "../../optimizer/index.ts";

/** One line of a bill of material. */
export interface BillLine {
  readonly stage: "SMT" | "ASSY" | "PACK";
  readonly material: number;
  /** Pieces for one product. */
  readonly each: number;
  /** Approved vendors' parts that may stand in, best first. */
  readonly alternates: readonly number[];
}

export interface Demand {
  readonly product: number;
  readonly due: number;
  readonly quantity: number;
}

const day = 86_400;
const week = 7 * day;
const goldenAWeek = 2;
const slotsAWeek = 6;
/** Share of the other materials whose receipts run behind demand. */
const scarceShare = 0.01;

/**
 * Products with their bills of material, and the supply that fits a demand. The first materials are golden parts
 * (processors, radio amplifiers, memories): few, in nearly every product, and always short.
 */
export const createParts = (size: {
  readonly random: RandomGenerator;
  readonly materials: number;
  readonly products: number;
  readonly lines: number;
}) => {
  const { random, materials, products: count, lines } = size;
  const int = (from: number, to: number) => uniformInt(random, from, to);
  const chance = () => uniformFloat64(random);
  const golden = Math.max(2, Math.round(materials / 500));

  // Vendors' equivalents stand side by side: groups of one to five materials.
  const groupStart = new Int32Array(materials);
  const groupEnd = new Int32Array(materials);
  for (let at = 0; at < materials; ) {
    const end = Math.min(materials, at + (at < golden ? int(1, 2) : int(1, 5)));
    groupStart.fill(at, at, end);
    groupEnd.fill(end, at, end);
    at = end;
  }
  // Zipf usage with exponent 0.8 by the inverse of its distribution; ranks are spread over the groups.
  const others = materials - golden;
  const stride = 7_919;
  const common = () => golden + ((Math.floor(others * chance() ** 5) * stride) % others);

  const line = (stage: BillLine["stage"], material: number, each: number): BillLine => {
    const able: number[] = [];
    for (let other = groupStart[material]!; other < groupEnd[material]!; other += 1)
      if (other !== material && chance() < 0.7) able.push(other);
    return { stage, material, each, alternates: able };
  };
  const products = Array.from({ length: count }, () => {
    const bill = new Map<number, BillLine>();
    for (let goldenLines = int(1, 3); goldenLines > 0; goldenLines -= 1) {
      const material = Math.floor(golden * chance() ** 1.5);
      bill.set(material, line("SMT", material, int(1, 2)));
    }
    const wanted = int(Math.ceil(lines * 0.5), Math.floor(lines * 1.5));
    for (let tries = 0; bill.size < wanted && tries < wanted * 4; tries += 1) {
      const material = common();
      const draw = chance();
      const stage = draw < 0.7 ? "SMT" : draw < 0.94 ? "ASSY" : "PACK";
      if (!bill.has(material)) bill.set(material, line(stage, material, int(1, stage === "SMT" ? 12 : 2)));
    }
    return { family: int(0, 11), bill: [...bill.values()] };
  });

  const nameOf = (material: number) => `${material < golden ? "GP" : "P"}-${material + 1}`;

  /**
   * Stock and receipts: ample for most materials, behind demand for golden and scarce ones. The last receipt always
   * covers what is left, so that every order can be built some day.
   */
  const supply = (wanted: {
    readonly random: RandomGenerator;
    readonly demand: readonly Demand[];
    readonly relations: number;
    readonly weeks: number;
  }): Problem["materials"] => {
    const { demand, relations, weeks } = wanted;
    const slots = weeks * slotsAWeek;
    /** Pieces of a material that fall due in each slot of the horizon. */
    const bySlot = new Float64Array(materials * slots);
    const reached = new Float64Array(materials);
    for (const { product, due, quantity } of demand)
      for (const { material, each, alternates } of products[product]!.bill) {
        // Material must be there some days before the order is due.
        const at = Math.max(0, Math.min(slots - 1, Math.floor(((due - 5 * day) * slotsAWeek) / week)));
        bySlot[material * slots + at]! += each * quantity;
        reached[material]! += 1;
        for (const other of alternates) reached[other]! += 1;
      }
    // Golden parts come in small lots, others when their stock runs low; the others make up for the wanted relations.
    const pairsOf = (from: number, to: number) =>
      reached.subarray(from, to).reduce((sum, value) => sum + value, 0);
    const often = goldenAWeek * weeks;
    const supplies = Math.max(
      1,
      Math.min(weeks, (relations - often * pairsOf(0, golden)) / Math.max(1, pairsOf(golden, materials))),
    );
    return Array.from({ length: materials }, (_, material) => {
      const need = bySlot.subarray(material * slots, (material + 1) * slots);
      const total = need.reduce((sum, value) => sum + value, 0);
      const short = material < golden || chance() < scarceShare;
      const deliveries = Math.max(0, Math.floor((material < golden ? often : supplies) - 1 + chance()));
      // A delivery covers the demand until the next one; short material comes late and not in full.
      const cover = short ? 0.86 + chance() * 0.12 : 1.08 + chance() * 0.2;
      const delay = short ? (0.2 + chance() * 0.8) * week : -(0.3 + chance()) * week;
      const edge = (index: number) => Math.round((index * slots) / (deliveries + 1));
      const covered = (index: number) =>
        need.subarray(edge(index), edge(index + 1)).reduce((sum, value) => sum + value, 0);
      const stock = Math.ceil(covered(0) * cover);
      let brought = stock;
      const receipts: { time: number; quantity: number }[] = [];
      for (let index = 1; index <= deliveries; index += 1) {
        const quantity = Math.ceil(covered(index) * cover);
        const time = Math.max(
          day,
          Math.round((edge(index) * week) / slotsAWeek + delay + (chance() - 0.5) * 2 * day),
        );
        if (quantity > 0) receipts.push({ time, quantity });
        brought += quantity;
      }
      if (brought < total)
        receipts.push({ time: Math.round((weeks + chance()) * week), quantity: Math.ceil(total - brought) });
      return { id: nameOf(material), stock, receipts };
    });
  };
  return { products, nameOf, supply };
};
