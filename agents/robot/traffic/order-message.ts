import type { RouteNode } from "../../../services/mes/schema/traffic.ts";
import { mapOf, type Roadmap } from "../../../services/protocols/roadmap/description.ts";
import { lanesOf } from "../../../services/protocols/roadmap/zones.ts";
import type { Action, Order, WithoutHeader } from "../../../services/protocols/vda5050/messages.ts";
import { actionIdOf, type NodeAct } from "../../../services/protocols/vda5050/order-actions.ts";
import type { Abilities } from "./abilities.ts";

export interface OrderPart {
  readonly orderId: string;
  readonly updateId: number;
  /** What it carries; null for a vehicle that only moves. */
  readonly load: string | null;
  /** Released; of an update the first is the last that was released before (stitching, VDA 5050 2.1, 6.6.2). */
  readonly base: readonly RouteNode[];
  readonly horizon: readonly string[];
  /** What the vehicle may do beside an action. */
  readonly blockingOf: Abilities["blockingOf"];
}

/** Speeds of lanes by their ends, as long as the roadmap is in use. */
const limits = new WeakMap<Roadmap, ReadonlyMap<string, number | undefined>>();
const limitsOf = (map: Roadmap) => {
  const known = limits.get(map);
  if (known) return known;
  const found = new Map(lanesOf(map).map(({ from, to, maxSpeed }) => [`${from}>${to}`, maxSpeed]));
  limits.set(map, found);
  return found;
};

/** Actions as VDA 5050 names them (2.1, 6.8.2). */
const actionTypes: Readonly<Record<NodeAct, string>> = {
  pick: "pick",
  drop: "drop",
  charge: "startCharging",
  uncharge: "stopCharging",
};

/** A part of a vehicle's way as VDA 5050 wants it. */
export const orderMessage = (
  map: Roadmap,
  { orderId, updateId, load, base, horizon, blockingOf }: OrderPart,
): WithoutHeader<Order> => {
  const places = new Map(map.nodes.map((node) => [node.id, node]));
  const roads = new Map(
    map.edges.flatMap(({ id, from, to, bidirectional }) => [
      [`${from}>${to}`, id] as const,
      ...(bidirectional ? [[`${to}>${from}`, id] as const] : []),
    ]),
  );
  const speeds = limitsOf(map);
  const action = (act: NodeAct): Action => ({
    actionType: actionTypes[act],
    actionId: actionIdOf(orderId, act),
    blockingType: blockingOf(actionTypes[act]),
    actionParameters: act === "pick" || act === "drop" ? [{ key: "loadId", value: load ?? "" }] : [],
  });
  const last = base.at(-1)!.seq;
  const way = [
    ...base.map((part) => ({ ...part, released: true })),
    ...horizon.map((node, index) => ({
      node,
      seq: last + 2 * (index + 1),
      acts: [] as NodeAct[],
      released: false,
    })),
  ];
  return {
    orderId,
    orderUpdateId: updateId,
    nodes: way.map(({ node, seq, acts, released }) => {
      const place = places.get(node);
      return {
        nodeId: node,
        sequenceId: seq,
        released,
        ...(place ? { nodePosition: { x: place.x, y: place.y, mapId: mapOf(map, place) } } : {}),
        actions: acts.map(action),
      };
    }),
    edges: way.slice(1).map(({ node, seq, released }, index) => {
      const from = way[index]!.node;
      const maxSpeed = speeds.get(`${from}>${node}`);
      return {
        edgeId: roads.get(`${from}>${node}`) ?? `${from}>${node}`,
        sequenceId: seq - 1,
        released,
        startNodeId: from,
        endNodeId: node,
        ...(maxSpeed === undefined ? {} : { maxSpeed }),
        actions: [],
      };
    }),
  };
};
