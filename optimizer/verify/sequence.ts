import { keyOf } from "../plan.ts";
import { wholeOf } from "../schema/whole.ts";
import { afterWorking, type PlacedOperation, type PlanFacts, type Report, workingSeconds } from "./facts.ts";

/** Most seconds from an operation's end to the next one's start; none where the problem says that they cannot be kept any more. */
const mostAfter = ({ wanted: { maxLag, lapsed } }: PlacedOperation): number | undefined =>
  lapsed ? undefined : maxLag;

/** Earliest start and end of an operation by the one before it, with the rule that says so. */
const limitsAfter = (facts: PlanFacts, before: PlacedOperation, next: PlacedOperation, report: Report) => {
  const { lag, transfer = 1 } = before.wanted;
  const maxLag = mostAfter(before);
  const { place, key } = next;
  const through = before.place.end + lag;
  if (maxLag !== undefined && place.start > before.place.end + maxLag)
    report("maxLag", key, `starts at ${place.start}, must by ${before.place.end + maxLag}`);
  if (transfer >= 1) {
    if (place.start < through) report("order", key, `starts at ${place.start}, may not before ${through}`);
    return;
  }
  const source = facts.resources.get(before.place.resource)?.calendar ?? [];
  const passedOn = afterWorking(source, before.place.start, wholeOf(transfer, before.worked)) + lag;
  if (place.start < passedOn)
    report("transfer", key, `starts at ${place.start}, its first sub-lot comes at ${passedOn}`);
  const calendar = facts.resources.get(place.resource)?.calendar ?? [];
  const left = workingSeconds(calendar, Math.max(place.start, through), Math.max(place.end, through));
  const lastSubLot = wholeOf(transfer, next.worked);
  if (left < lastSubLot)
    report("transfer", key, `has ${left} s left when its last sub-lot of ${lastSubLot} s comes`);
};

/** A fact starts when it does: who is free before it may not end too long before. */
const heldBefore = (
  { place, key }: PlacedOperation,
  maxLag: number,
  next: PlacedOperation,
  report: Report,
) => {
  const soonest = next.place.start - maxLag;
  if (place.end < soonest)
    report("maxLag", key, `ends at ${place.end}, may not before ${soonest}: ${next.key} is fixed`);
};

/** Fixed places, and the way of each order: release, lags, transfer batches. */
export const checkSequence = (facts: PlanFacts, report: Report): void => {
  for (const order of facts.problem.orders) {
    let before: PlacedOperation | undefined;
    for (const [index, operation] of order.operations.entries()) {
      const found = facts.placed.get(keyOf(order.id, operation.id));
      if (!found) continue;
      const { place, key } = found;
      const { fixed } = operation;
      if (fixed) {
        if (place.resource !== fixed.resource || place.start !== fixed.start || place.end !== fixed.end)
          report("fixed", key, "was moved although it is fixed");
        const maxLag = before && !before.wanted.fixed ? mostAfter(before) : undefined;
        if (before && maxLag !== undefined) heldBefore(before, maxLag, found, report);
      } else {
        if (before) limitsAfter(facts, before, found, report);
        if (index === 0 && place.start < order.release)
          report("release", key, `starts at ${place.start}, may not before ${order.release}`);
        const { latestStart, missed } = operation;
        if (latestStart !== undefined && !missed && place.start > latestStart)
          report("latestStart", key, `starts at ${place.start}, must by ${latestStart}`);
      }
      before = found;
    }
  }
};
