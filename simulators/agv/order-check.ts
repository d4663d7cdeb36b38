import type { Roadmap } from "../../services/protocols/roadmap/description.ts";
import type { Order } from "../../services/protocols/vda5050/messages.ts";

/** Why a vehicle does not take an order, by the error types of VDA 5050 2.1 (6.6.4). */
export interface Refusal {
  readonly errorType: "validationError" | "orderError" | "noRouteError" | "orderUpdateError";
  readonly description: string;
}

const known: ReadonlySet<string> = new Set(["pick", "drop", "startCharging", "stopCharging"]);

/** Whether an order's nodes and edges are a way: in turn, in the order of their sequence ids, the released ones first. */
const shapeProblem = ({ nodes, edges }: Order): string | undefined => {
  if (edges.length !== nodes.length - 1) return `${nodes.length} nodes need ${nodes.length - 1} edges`;
  for (const [index, edge] of edges.entries()) {
    const [from, to] = [nodes[index]!, nodes[index + 1]!];
    if (edge.startNodeId !== from.nodeId || edge.endNodeId !== to.nodeId)
      return `edge ${edge.edgeId} does not lead from ${from.nodeId} to ${to.nodeId}`;
    if (!(from.sequenceId < edge.sequenceId && edge.sequenceId < to.sequenceId))
      return `the sequence ids around ${edge.edgeId} do not grow`;
    if (to.released && !(from.released && edge.released))
      return `${to.nodeId} is released behind what is not`;
    if (edge.released !== to.released) return `edge ${edge.edgeId} and its end are not released together`;
  }
  return nodes[0]!.released ? undefined : "the first node is not released";
};

/** What of an order this vehicle cannot do wherever it stands: a way that is none, unknown actions, a road that is not there. */
export const refusalOf = (order: Order, roadmap: Roadmap): Refusal | undefined => {
  const shape = shapeProblem(order);
  if (shape) return { errorType: "validationError", description: shape };
  const action = [...order.nodes, ...order.edges]
    .flatMap(({ actions }) => actions)
    .find(({ actionType }) => !known.has(actionType));
  if (action)
    return {
      errorType: "orderError",
      description: `The vehicle does not know the action ${action.actionType}.`,
    };
  const missing = order.edges.find(
    ({ startNodeId, endNodeId }) =>
      !roadmap.edges.some(
        ({ from, to, bidirectional }) =>
          (from === startNodeId && to === endNodeId) ||
          (bidirectional && to === startNodeId && from === endNodeId),
      ),
  );
  return (
    missing && {
      errorType: "noRouteError",
      description: `No road leads from ${missing.startNodeId} to ${missing.endNodeId}.`,
    }
  );
};
