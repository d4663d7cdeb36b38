import { createAlone } from "../../../../optimizer/alone.ts";
import type { Problem } from "../../../../optimizer/index.ts";
import { createBook } from "../../../../optimizer/peg/book.ts";
import { findClusters } from "../../../../optimizer/peg/clusters.ts";
import { buildWaitTable, createLateness, type WaitTable } from "../../../../optimizer/peg/lateness.ts";
import { buildNetwork, type PegNetwork } from "../../../../optimizer/peg/network.ts";

/** What a pegging has to decide, before anything is promised. */
export interface PegState {
  readonly network: PegNetwork;
  /** Needs that may have to wait. */
  readonly scarce: Uint8Array;
  /** Pieces that have come by each supply. */
  readonly slack: Float64Array;
  readonly table: WaitTable;
}

/** What pegging decides when only lateness counts, for models that know no running work, lots or expiry. */
export const readPegState = (problem: Problem): PegState => {
  const alone = createAlone(problem);
  const network = buildNetwork(problem, alone, { flowFactor: 1, flowCost: 0 });
  if (network.frozen.includes(1) || network.uniform.includes(1) || network.sourceStale.includes(1))
    throw new Error("The model knows no running work, lots or expiry");
  const book = createBook(network);
  const { scarce } = findClusters(network, book, problem.materials.length);
  return {
    network,
    scarce,
    slack: book.slack,
    table: buildWaitTable(network, createLateness(network, alone), scarce),
  };
};
