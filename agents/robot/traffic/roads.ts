import { createDistances, type Distances } from "../../../optimizer/fleet/distance.ts";
import { compileRoadmap } from "../../../optimizer/fleet/roadmap.ts";
import type { Roadmap } from "../../../services/protocols/roadmap/description.ts";

/**
 * The plant's roadmap as traffic control asks for it: nodes by name and by number, stations, where to wait, how far it is.
 *
 * @throws RangeError for an id twice, and for a lane to a node that is not there.
 */
export const createRoads = (roadmap: Roadmap) => {
  const { graph, index } = compileRoadmap({
    nodes: roadmap.nodes,
    lanes: roadmap.edges.map(({ from, to, bidirectional, metres }) => ({
      from,
      to,
      bidirectional,
      ...(metres === undefined ? {} : { metres }),
    })),
  });
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
    parking: roadmap.nodes.filter((node) => node.parking).map(({ id }) => id),
    /** Of each node, by its number, how far it is to this one. */
    distancesTo: (node: string): Distances => byNumber(numberOf(node)),
  };
};

export type Roads = ReturnType<typeof createRoads>;
