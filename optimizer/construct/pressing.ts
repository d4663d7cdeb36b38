import { keyOf, type Peg } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { shortestOf } from "../shortest.ts";

/** What an hour of waiting of an order in a hurry outweighs of the most urgent order's. */
const outweighs = 1_000;

/** An operation that must start by a moment, and when its order must be through at the latest for that. */
interface Pressed {
  readonly key: string;
  readonly latest: number;
  readonly through: number;
}

/** What must follow a fact of an order in time, or has to start by a moment; undefined where nothing must. */
const pressedIn = ({ id, operations }: Order): Pressed | undefined => {
  const pressed = (index: number, latest: number): Pressed => ({
    key: keyOf(id, operations[index]!.id),
    latest,
    through: operations
      .slice(index)
      .reduce((time, step) => time + shortestOf(step.alternatives) + step.lag, latest),
  });
  const [first] = operations;
  if (first?.latestStart !== undefined && !first.missed && !first.fixed) return pressed(0, first.latestStart);
  const at = operations.findIndex(({ fixed, maxLag, lapsed }, index) => {
    const next = operations[index + 1];
    return fixed && maxLag !== undefined && !lapsed && next && !next.fixed;
  });
  if (at < 0) return undefined;
  const { fixed, maxLag } = operations[at]!;
  return pressed(at + 1, fixed!.end + maxLag!);
};

/**
 * The problem as its material is pegged: who has to follow what has begun within a maximum lag cannot wait for pieces that others
 * could do without, or there is no plan at all. Its order is due so soon, and outweighs them all.
 *
 * @param pegs Only those are pressed who would be too late with these; all, if none are given.
 * @returns The problem itself where nobody is.
 */
export const withPressing = (problem: Problem, pegs?: ReadonlyMap<string, Peg>): Problem => {
  const limits = problem.orders.map((order) => {
    const pressed = pressedIn(order);
    const peg = pressed && pegs?.get(pressed.key);
    return peg && peg.missing.length === 0 && peg.time <= pressed.latest ? undefined : pressed;
  });
  if (limits.every((limit) => limit === undefined)) return problem;
  const heaviest = problem.orders.reduce((most, { weight }) => Math.max(most, weight), 1);
  return {
    ...problem,
    orders: problem.orders.map((order, at) => {
      const limit = limits[at];
      return limit === undefined
        ? order
        : { ...order, weight: outweighs * heaviest, due: Math.min(order.due, limit.through) };
    }),
  };
};
