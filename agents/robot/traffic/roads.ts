import { createDistances, type Distances } from "../../../optimizer/fleet/distance.ts";
import { compileRoadmap } from "../../../optimizer/fleet/roadmap.ts";
import { type Roadmap, usualBatteryRule } from "../../../services/protocols/roadmap/description.ts";
import { blockedAt, lanesOf } from "../../../services/protocols/roadmap/zones.ts";

/** Metres a second of a vehicle on a lane without a limit. */
const usualSpeed = 1.2;

/**
 * The plant's roadmap as traffic control asks for it: nodes by name and by number, stations, where to wait, how far it is.
 *
 * @throws RangeError for an id twice, and for a lane to a node that is not there.
 */
export const createRoads = (roadmap: Roadmap) => {
  const { graph, index } = compileRoadmap({
    nodes: roadmap.nodes,
    lanes: lanesOf(roadmap).map(({ from, to, metres, maxSpeed = usualSpeed }) => ({
      from,
      to,
      bidirectional: false,
      // A slow lane is as long as what would be driven in its time.
      metres: metres * Math.max(1, usualSpeed / maxSpeed),
    })),
  });
  const open = roadmap.nodes.filter((node) => blockedAt(roadmap, node).length === 0);
  const names = roadmap.nodes.map(({ id }) => id);
  const stations = new Map(roadmap.stations.map(({ id, node }) => [id, node]));
  const byNumber = createDistances(graph);
  const numberOf = (node: string): number => index.get(node)!;
  return {
    graph,
    has: (node: string): boolean => index.has(node),
    numberOf,
    nameOf: (number: number): string => names[number]!,
    /** The node of a station; undefined where the roadmap has none of that name. */
    nodeOf: (station: string): string | undefined => stations.get(station),
    /** Nodes where those wait that have nothing to do. */
    parking: open.filter(({ parking }) => parking).map(({ id }) => id),
    /** Nodes where vehicles charge. */
    charging: open.filter(({ charging }) => charging).map(({ id }) => id),
    /** The blocked zone that a node lies in. */
    blockedBy: (node: string): string | undefined => {
      const found = roadmap.nodes.find(({ id }) => id === node);
      return found && blockedAt(roadmap, found)[0]?.zoneId;
    },
    /** What nodes and edges are called in orders. */
    ids: [...names, ...roadmap.edges.map(({ id }) => id)],
    battery: roadmap.battery ?? usualBatteryRule,
    /** Of each node, by its number, how far it is to this one. */
    distancesTo: (node: string): Distances => byNumber(numberOf(node)),
  };
};

export type Roads = ReturnType<typeof createRoads>;
