import type { Alone } from "../alone.ts";
import type { Problem } from "../problem.ts";
import { createBook } from "./book.ts";
import { findClusters } from "./clusters.ts";
import { buildWaitTable, createLateness, type WaitTable } from "./lateness.ts";
import { buildNetwork, type PegNetwork } from "./network.ts";
import { createPromises } from "./promises.ts";
import { serveFrozen } from "./serve-frozen.ts";

/** What a pegging has to decide when only lateness counts. */
export interface Undecided {
  readonly network: PegNetwork;
  /** Needs that may have to wait. */
  readonly scarce: Uint8Array;
  /** Pieces that have come by each supply, less what running work has. */
  readonly slack: Float64Array;
  readonly table: WaitTable;
}

/** The same before anything is promised but to what runs or is frozen. */
export const readUndecided = (problem: Problem, alone: Alone): Undecided => {
  const network = buildNetwork(problem, alone, { flowFactor: 1, flowCost: 0 });
  const book = createBook(network);
  serveFrozen(network, createPromises(network, book));
  const { scarce } = findClusters(network, book, problem.materials.length);
  const table = buildWaitTable(network, createLateness(network, alone), scarce);
  return { network, scarce, slack: book.slack, table };
};
