import type { CheckedPlan, PlanFacts, Report } from "./facts.ts";

/** Every piece that operations use must have been there: supplies and uses of each material in the order of time. */
export const checkMaterial = ({ problem, placed }: PlanFacts, plan: CheckedPlan, report: Report): void => {
  const moves = new Map<string, { time: number; change: number }[]>();
  const move = (material: string, time: number, change: number) => {
    const list = moves.get(material) ?? [];
    list.push({ time, change });
    moves.set(material, list);
  };
  for (const { id, stock, receipts } of problem.materials) {
    move(id, 0, stock);
    for (const { time, quantity } of receipts) move(id, time, quantity);
  }
  for (const { key, wanted, place } of placed.values()) {
    const peg = plan.pegs.get(key);
    for (const need of wanted.needs) {
      const own = (peg?.allocations ?? []).filter(
        ({ material, substitutes }) => (substitutes ?? material) === need.material,
      );
      const total = own.reduce((sum, { quantity }) => sum + quantity, 0);
      if (total !== need.quantity)
        report("material", key, `has ${total} of ${need.quantity} ${need.material}`);
      for (const { material } of own)
        if (material !== need.material && !need.alternates.includes(material))
          report("material", key, `uses ${material} for ${need.material}`);
    }
    for (const { material, quantity } of peg?.allocations ?? []) move(material, place.start, -quantity);
  }
  for (const [material, list] of moves) {
    let level = 0;
    for (const { time, change } of list.sort((a, b) => a.time - b.time || b.change - a.change)) {
      level += change;
      if (level < 0) {
        report("material", material, `falls ${-level} short at ${time}`);
        break;
      }
    }
  }
};
