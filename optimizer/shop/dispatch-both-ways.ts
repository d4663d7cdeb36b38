import { emptySnapshot, type JobShop, type Snapshot } from "./disjunctive.ts";
import { dispatch, shortestTails } from "./dispatch.ts";
import type { SearchContext } from "./engine.ts";

/** Passes in a row without a better schedule that end it. */
const patience = 10;
/** Share of the budget that it may take; beyond so many operations there is nothing better to do with the rest. */
const mostShare = 0.4;
const largeShop = 200_000;
const largeShare = 0.9;

/** The shop with time turned round: operations, alternatives and jobs are numbered from the end. */
const mirrorOf = (shop: JobShop): JobShop => {
  const { operations, jobs, jobPrevious, jobNext, jobOf, firstAlternative } = shop;
  const all = shop.alternativeMachine.length;
  const turned = (operation: number) => operations - 1 - operation;
  return {
    ...shop,
    jobPrevious: jobNext
      .map((after, operation) => (after < operations ? turned(after) : operations + jobs - jobOf[operation]!))
      .toReversed(),
    jobNext: jobPrevious.map((before) => (before < operations ? turned(before) : operations)).toReversed(),
    jobOf: jobOf.map((job) => jobs - 1 - job).toReversed(),
    lastOperation: Int32Array.from(jobPrevious.keys())
      .filter((operation) => jobPrevious[operation]! > operations)
      .map(turned),
    release: new Int32Array(jobs),
    firstAlternative: firstAlternative.map((at) => all - at).toReversed(),
    alternativeMachine: shop.alternativeMachine.toReversed(),
    alternativeDuration: shop.alternativeDuration.toReversed(),
  };
};

/** The end of every operation when each goes as early as it can in the snapshot's order. */
const endsOf = (shop: JobShop, { order, alternative }: Snapshot): Int32Array => {
  const { operations, machines, jobPrevious, release, alternativeMachine, alternativeDuration } = shop;
  const free = new Int32Array(machines);
  const end = new Int32Array(operations);
  for (const operation of order) {
    const chosen = alternative[operation]!;
    const machine = alternativeMachine[chosen]!;
    const before = jobPrevious[operation]!;
    const ready = before < operations ? end[before]! : release[before - operations - 1]!;
    const start = free[machine]! > ready ? free[machine]! : ready;
    end[operation] = free[machine] = start + alternativeDuration[chosen]!;
  }
  return end;
};

/** The snapshot of a shop's mirror as one of the shop. */
const turn = (shop: JobShop, from: Snapshot, to: Snapshot): void => {
  const { operations } = shop;
  const last = shop.alternativeMachine.length - 1;
  for (let place = 0; place < operations; place++) {
    to.order[place] = operations - 1 - from.order[operations - 1 - place]!;
    to.alternative[place] = last - from.alternative[operations - 1 - place]!;
  }
  to.objective = endsOf(shop, to).reduce((most, end) => Math.max(most, end), 0);
};

/**
 * Dispatches the shop and its mirror by turns; each pass gives priority to what had most before it in the last one, waiting
 * for machines included (forward-backward passes: Li and Willis 1992, Ozdamar and Ulusoy 1996). Where a shop is so large that
 * a search hardly gets anywhere this brings most. `delay` as in `dispatch`. Leaves the best schedule in the snapshot.
 */
export const dispatchBothWays = (
  shop: JobShop,
  delay: number,
  { pool, budget, onImprovement }: Pick<SearchContext, "pool" | "budget" | "onImprovement">,
): Snapshot => {
  const { operations } = shop;
  const mirror = mirrorOf(shop);
  const ahead = emptySnapshot(shop);
  const behind = emptySnapshot(shop);
  const best = emptySnapshot(shop);
  const share = operations > largeShop ? largeShare : mostShare;
  const patient = () => !budget.over() && budget.used() < share && pool.best() > pool.bound();
  let since = 0;
  const keep = (snapshot: Snapshot) => {
    if (pool.offer(snapshot)) onImprovement(snapshot.objective);
    if (snapshot.objective >= best.objective) {
      since++;
      return;
    }
    since = 0;
    best.numbers.set(snapshot.numbers);
    best.objective = snapshot.objective;
  };
  const tails = shortestTails(shop);
  dispatch(shop, (operation) => tails[operation]!, delay, ahead);
  keep(ahead);
  while (since < patience && patient()) {
    const heads = endsOf(shop, ahead);
    dispatch(mirror, (operation) => heads[operations - 1 - operation]!, delay, behind);
    const rests = endsOf(mirror, behind);
    turn(shop, behind, ahead);
    keep(ahead);
    if (since >= patience || !patient()) break;
    dispatch(shop, (operation) => rests[operations - 1 - operation]!, delay, ahead);
    keep(ahead);
  }
  return best;
};
