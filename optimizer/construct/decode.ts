import { createAppendingDecoder } from "./append.ts";
import { createBoard } from "./board.ts";
import { createChains, type Kept } from "./chain.ts";
import type { Model } from "./model.ts";
import { objectiveOf } from "./objective.ts";
import { createPlacing } from "./placing.ts";
import { createPostponement, createPostponer } from "./postpone.ts";
import { type Decoder, expiredCost, type Schedule } from "./schedule.ts";

export { copySchedule, emptySchedule, type Schedule } from "./schedule.ts";

/** The objective, with what it costs that operations which are no facts start when their material has expired. */
const costWithExpiry = (model: Model, schedule: Schedule): number => {
  const { fixed, supply } = model;
  const expired = supply.until.reduce(
    (sum, latest, operation) => (!fixed[operation] && schedule.start[operation]! > latest ? sum + 1 : sum),
    0,
  );
  return expiredCost * expired + objectiveOf(model, schedule);
};

/** Times that a sequence is placed with some of those ahead who must follow a fact in time; then with all of them. */
const mostRounds = 4;

/** Places on the board, where every rule holds; what is kept fills any gap that it fits in. */
export const createBoardDecoder = (model: Model, kept?: Kept): Decoder => {
  const board = createBoard(model, { anyGap: kept !== undefined });
  const chains = createChains(model, board, kept);
  const placing = createPlacing(model, board, chains);
  const postpone = model.isPriced ? createPostponement(model, board) : undefined;
  const run = (
    sequence: Parameters<Decoder>[0],
    schedule: Parameters<Decoder>[1],
    ahead: readonly number[],
  ): number => {
    placing.reset(schedule);
    schedule.cost = Number.POSITIVE_INFINITY;
    for (const operation of ahead) if (!placing.place(operation)) return Number.POSITIVE_INFINITY;
    for (let position = 0; position < sequence.length; position += 1)
      if (!placing.placeNext(sequence[position]!)) return Number.POSITIVE_INFINITY;
    for (const operation of chains.urgent) if (!placing.place(operation)) return Number.POSITIVE_INFINITY;
    postpone?.(schedule);
    schedule.cost = costWithExpiry(model, schedule);
    return schedule.cost;
  };
  return (sequence, schedule) => {
    // Who must follow a fact in time has its turn as the others, and comes before them where that is too late.
    let ahead: readonly number[] = [];
    for (let round = 1; ; round += 1) {
      const cost = run(sequence, schedule, ahead);
      if (Number.isFinite(cost) || ahead.length === chains.urgent.length) return cost;
      const { blocked } = schedule;
      const isLast = round === mostRounds || ahead.includes(blocked) || !chains.urgent.includes(blocked);
      ahead = isLast ? chains.urgent : chains.urgent.filter((one) => one === blocked || ahead.includes(one));
    }
  };
};

/**
 * Turns a sequence into a schedule: each entry names an order, its n-th appearance is the order's n-th operation
 * (Bierwirth 1995), which goes to the resource where it ends soonest, after or between what is there already. Filling
 * gaps takes three times as long as appending. In the same time it leads to better plans where set-ups do not tear the
 * gaps apart; with set-ups, no other rules and no gaps ahead of what is fixed it does not, so there the decoder appends.
 */
export const createDecoder = (model: Model): Decoder => {
  if (model.needsBoard || !model.hasSetups) return createBoardDecoder(model);
  const decode = createAppendingDecoder(model);
  if (!model.isPriced) return decode;
  const postpone = createPostponer(model);
  return (sequence, schedule) => {
    if (decode(sequence, schedule) === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    postpone(schedule);
    schedule.cost = costWithExpiry(model, schedule);
    return schedule.cost;
  };
};
