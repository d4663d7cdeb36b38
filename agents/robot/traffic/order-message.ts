import type { LoadAct, RouteNode } from "../../../services/mes/schema/traffic.ts";
import type { Roadmap } from "../../../services/protocols/roadmap/description.ts";
import type { Action, Order } from "../../../services/protocols/vda5050/messages.ts";
import type { VehicleAddress } from "../../../services/protocols/vda5050/topic.ts";

export interface OrderPart {
  readonly orderId: string;
  readonly updateId: number;
  /** What it carries; null for a vehicle that only moves. */
  readonly load: string | null;
  /** Released; of an update the first is the last that was released before (stitching, VDA 5050 2.1, 6.6.2). */
  readonly base: readonly RouteNode[];
  readonly horizon: readonly string[];
}

/** An action of a transport has one id however often it is sent: a vehicle does it once. */
export const actionIdOf = (orderId: string, act: LoadAct): string => `${orderId}/${act}`;

/** A part of a vehicle's way as VDA 5050 wants it. */
export const orderMessage = (
  map: Roadmap,
  address: VehicleAddress,
  { orderId, updateId, load, base, horizon }: OrderPart,
  now: Date,
): Order => {
  const places = new Map(map.nodes.map((node) => [node.id, node]));
  const roads = new Map(
    map.edges.flatMap(({ id, from, to, bidirectional }) => [
      [`${from}>${to}`, id] as const,
      ...(bidirectional ? [[`${to}>${from}`, id] as const] : []),
    ]),
  );
  const action = (act: LoadAct): Action => ({
    actionType: act,
    actionId: actionIdOf(orderId, act),
    blockingType: "HARD",
    actionParameters: [{ key: "loadId", value: load ?? "" }],
  });
  const last = base.at(-1)!.seq;
  const way = [
    ...base.map((part) => ({ ...part, released: true })),
    ...horizon.map((node, index) => ({
      node,
      seq: last + 2 * (index + 1),
      acts: [] as LoadAct[],
      released: false,
    })),
  ];
  return {
    headerId: updateId,
    timestamp: now.toISOString(),
    version: "2.1.0",
    ...address,
    orderId,
    orderUpdateId: updateId,
    nodes: way.map(({ node, seq, acts, released }) => {
      const place = places.get(node);
      return {
        nodeId: node,
        sequenceId: seq,
        released,
        ...(place ? { nodePosition: { x: place.x, y: place.y, mapId: map.mapId } } : {}),
        actions: acts.map(action),
      };
    }),
    edges: way.slice(1).map(({ node, seq, released }, index) => {
      const from = way[index]!.node;
      return {
        edgeId: roads.get(`${from}>${node}`) ?? `${from}>${node}`,
        sequenceId: seq - 1,
        released,
        startNodeId: from,
        endNodeId: node,
        actions: [],
      };
    }),
  };
};
