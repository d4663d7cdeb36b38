import type { Peg, Problem } from "../../../optimizer/index.ts";

type Operation = Problem["orders"][number]["operations"][number];

interface Lot {
  readonly material: string;
  readonly time: number;
  left: number;
}

/** Stock and receipts that operations take from, one after the other. */
export const createStore = (problem: Problem) => {
  const lots = new Map<string, Lot[]>(
    problem.materials.map(({ id, stock, receipts }) => [
      id,
      [{ time: 0, quantity: stock }, ...receipts]
        .filter(({ quantity }) => quantity > 0)
        .map(({ time, quantity }) => ({ material: id, time, left: quantity }))
        .sort((a, b) => a.time - b.time),
    ]),
  );
  const giveBack = ({ allocations }: Pick<Peg, "allocations">) => {
    for (const { material, time, quantity } of allocations)
      lots.get(material)!.find((lot) => lot.time === time)!.left += quantity;
  };
  return {
    giveBack,
    /**
     * Everything that an operation needs by a moment, of the material itself before its alternates, the latest lots that
     * are in time first; without an end, the soonest lots. Undefined, and nothing taken, when something is missing.
     */
    take: (operation: Operation, by: number): Peg | undefined => {
      const allocations: { material: string; quantity: number; time: number; substitutes?: string }[] = [];
      for (const { material, quantity, alternates } of operation.needs) {
        const able = [material, ...alternates].flatMap((name) => {
          const own = lots.get(name)!.filter(({ time, left }) => time <= by && left > 0);
          return by === Number.POSITIVE_INFINITY ? own : own.toReversed();
        });
        if (by === Number.POSITIVE_INFINITY) able.sort((a, b) => a.time - b.time);
        let open = quantity;
        for (const lot of able) {
          if (open === 0) break;
          const taken = Math.min(open, lot.left);
          lot.left -= taken;
          open -= taken;
          allocations.push({
            material: lot.material,
            quantity: taken,
            time: lot.time,
            ...(lot.material === material ? {} : { substitutes: material }),
          });
        }
        if (open > 0) {
          giveBack({ allocations });
          return undefined;
        }
      }
      const time = allocations.reduce((latest, allocation) => Math.max(latest, allocation.time), 0);
      return { time, allocations, missing: [] };
    },
  };
};
