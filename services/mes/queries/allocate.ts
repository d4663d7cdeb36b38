export interface LotAllocation {
  readonly lotId: string;
  readonly materialId: string;
  /** The BOM's material, when an alternate stands in for it. */
  readonly substitutes: string | null;
  readonly quantity: number;
  readonly location: string;
}

/** What one position of a bill needs. */
export interface WantedItem {
  readonly materialId: string;
  /** Best first. */
  readonly alternates: readonly string[];
  readonly needed: number;
  /** Approved vendors; none: every vendor, and pieces of no known one. */
  readonly vendors: readonly string[] | undefined;
  /** All pieces come of one material and of one bin, or of one vendor. */
  readonly uniform: "bin" | "vendor" | null;
}

export interface FreeLot {
  readonly id: string;
  readonly materialId: string;
  readonly free: number;
  readonly location: string;
  readonly vendor: string | null;
  readonly bin: string | null;
}

export interface Allocated {
  readonly allocations: readonly LotAllocation[];
  /** Pieces that each item could have, as many as the others leave; less than needed when it is short. */
  readonly available: readonly number[];
}

/** Whether pieces of a vendor, or of no known one, may be used where only `vendors` are approved. */
export const isApproved = (vendors: WantedItem["vendors"], vendor: string | null): boolean =>
  !vendors || (vendor !== null && vendors.includes(vendor));

/**
 * Takes a kit out of lots, which are given in the order in which they should go. Every item takes its own material first:
 * an alternate of one item may be another item's own.
 */
export const allocateKit = (items: readonly WantedItem[], lots: readonly FreeLot[]): Allocated => {
  const left = new Map(lots.map(({ id, free }) => [id, free]));
  const byMaterial = Map.groupBy(lots, ({ materialId }) => materialId);
  const allocations: LotAllocation[] = [];
  const available = items.map(() => 0);
  const usable = ({ vendors }: WantedItem, materialId: string): FreeLot[] =>
    (byMaterial.get(materialId) ?? []).filter(({ vendor }) => isApproved(vendors, vendor));
  /** Takes up to so many pieces and gives how many it got. */
  const take = (item: WantedItem, from: readonly FreeLot[], most: number): number => {
    let rest = most;
    for (const { id, materialId, location } of from) {
      const quantity = Math.min(rest, left.get(id)!);
      if (quantity <= 0) continue;
      left.set(id, left.get(id)! - quantity);
      rest -= quantity;
      const substitutes = materialId === item.materialId ? null : item.materialId;
      allocations.push({ lotId: id, materialId, substitutes, quantity, location });
    }
    return most - rest;
  };
  const serve = (item: WantedItem, index: number, materialId: string) => {
    const open = item.needed - available[index]!;
    const from = usable(item, materialId);
    const { uniform } = item;
    if (uniform === null) {
      if (open > 0) available[index]! += take(item, from, open);
      return;
    }
    // Served whole by what is alike, or not at all.
    if (available[index]! >= item.needed) return;
    for (const alike of Map.groupBy(from, (lot) => lot[uniform]).values()) {
      const there = alike.reduce((sum, { id }) => sum + left.get(id)!, 0);
      if (there >= item.needed) {
        take(item, alike, item.needed);
        available[index] = item.needed;
        return;
      }
      available[index] = Math.max(available[index]!, there);
    }
  };
  for (const [index, item] of items.entries()) serve(item, index, item.materialId);
  for (const [index, item] of items.entries())
    for (const alternate of item.alternates) serve(item, index, alternate);
  return { allocations, available };
};
