import type { SearchContext } from "./engine.ts";
import type { Solution } from "./pool.ts";

/** What a population needs to know about its solutions. */
export interface Breeding<S extends Solution> {
  readonly empty: () => S;
  /** A new solution to start from; different each time. */
  readonly start: (to: S) => void;
  /** Searches from the solution and leaves the best one found in it. */
  readonly improve: (solution: S) => void;
  /** A solution between two others; `to` is neither of them. */
  readonly combine: (one: S, other: S, to: S) => void;
  /** How far two are apart, 0 to 1. */
  readonly distance: (one: Int32Array, other: Int32Array) => number;
}

/** Solutions that a population has even where they take long. */
const fewest = 4;
/** Share of the budget that a population may take to come together. */
const buildingShare = 0.1;
/** Solutions closer than this count as the same. */
const sameBelow = 0.01;
/** Children in a row without success, a member, after which a population is given up. */
const patience = 3;

/**
 * A memetic search (Moscato 1989): improved starts make a population, children of two members are improved and take the
 * place of a twin or of the worst, and a population that has become one is given up for a new one with the best solution
 * in it. Several threads may share the pool: each breeds on its own.
 */
export const evolve = <S extends Solution>(
  breeding: Breeding<S>,
  { pool, budget, random, onImprovement }: SearchContext,
): void => {
  const { capacity } = pool;
  const child = breeding.empty();
  const one = breeding.empty();
  const other = breeding.empty();
  const done = () => pool.best() <= pool.bound() || budget.over();
  const improve = () => {
    breeding.improve(child);
    if (pool.offer(child)) onImprovement(child.objective);
  };

  const building = () =>
    pool.count() < capacity &&
    (pool.count() < Math.min(fewest, capacity) || budget.used() - pool.begun() < buildingShare);
  const build = () => {
    const generation = pool.generation();
    // A population after the first one keeps the best solution.
    if (pool.count() > 0 || generation === 0 || !pool.readBest(child)) {
      breeding.start(child);
      improve();
    }
    pool.locked(() => {
      if (pool.generation() === generation && pool.count() < capacity) pool.put(pool.count(), child);
    });
  };

  const pick = (into: Solution, member: number) => {
    into.numbers.set(pool.view(member));
    into.objective = pool.objective(member);
  };
  /** Copies two different members; false when there are none. */
  const pickPair = (): boolean =>
    pool.locked(() => {
      const count = pool.count();
      if (count < 2) return false;
      const first = random.below(count);
      pick(one, first);
      pick(other, (first + 1 + random.below(count - 1)) % count);
      return true;
    });
  const settle = () => {
    const count = pool.count();
    let worst = 0;
    let twin = -1;
    for (let member = 0; member < count; member += 1) {
      if (pool.objective(member) > pool.objective(worst)) worst = member;
      if (twin < 0 && breeding.distance(pool.view(member), child.numbers) < sameBelow) twin = member;
    }
    const loser = twin >= 0 ? twin : worst;
    if (count === 0 || child.objective >= pool.objective(loser)) return pool.failed();
    pool.put(loser, child);
    if (twin < 0) pool.succeeded();
    else pool.failed();
  };

  while (!done()) {
    if (building()) {
      build();
      continue;
    }
    if (!pickPair()) {
      // Shops with room for one member only: start again and again.
      breeding.start(child);
      improve();
      continue;
    }
    breeding.combine(one, other, child);
    improve();
    pool.locked(() => {
      settle();
      if (pool.failures() >= patience * pool.count()) pool.restart(budget.used());
    });
  }
};
