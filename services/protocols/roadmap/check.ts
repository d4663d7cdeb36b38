import { twice } from "../twice.ts";
import { mapOf, type Roadmap, roadmap } from "./description.ts";
import { areaOf } from "./zones.ts";

/** What is wrong, and where in the document. */
export interface RoadmapProblem {
  /** Path into the document, as `edges.E-7.metres`. */
  readonly path: string;
  readonly problem: string;
}

/** Nodes that are reached from the first by what leads on. */
const reachedFrom = (first: string, next: ReadonlyMap<string, readonly string[]>): Set<string> => {
  const reached = new Set([first]);
  // A set is walked in the order in which it grows.
  for (const node of reached) for (const other of next.get(node) ?? []) reached.add(other);
  return reached;
};

/** A vehicle has to come from every node to every other: one that drives into a dead end would stay there. */
const unconnected = ({ nodes, edges }: Roadmap): RoadmapProblem[] => {
  const ways = edges.flatMap(({ from, to, bidirectional }) =>
    bidirectional
      ? [
          { from, to },
          { from: to, to: from },
        ]
      : [{ from, to }],
  );
  const listed = (key: "from" | "to", other: "from" | "to") =>
    new Map(
      [...Map.groupBy(ways, (way) => way[key])].map(([node, own]) => [node, own.map((way) => way[other])]),
    );
  const first = nodes[0]!.id;
  const ahead = reachedFrom(first, listed("from", "to"));
  const back = reachedFrom(first, listed("to", "from"));
  return nodes.flatMap(({ id }) => {
    const path = `nodes.${id}`;
    if (!ahead.has(id)) return [{ path, problem: `no way leads from ${first} to it` }];
    return back.has(id) ? [] : [{ path, problem: `no way leads from it to ${first}` }];
  });
};

const zoneProblems = (map: Roadmap): RoadmapProblem[] => {
  const zones = map.zones ?? [];
  const maps = new Set(map.nodes.map((node) => mapOf(map, node)));
  return [
    ...twice(zones.map(({ zoneId }) => zoneId)).map((id) => ({
      path: "zones",
      problem: `${id} is there twice`,
    })),
    ...zones.flatMap((zone) => {
      const path = `zones.${zone.zoneId}`;
      const found: RoadmapProblem[] = [];
      if (areaOf(zone) === 0)
        found.push({ path: `${path}.vertices`, problem: "lie on one line; give corners of an area" });
      if (zone.zoneType === "SPEED_LIMIT" && zone.maximumSpeed === undefined)
        found.push({ path: `${path}.maximumSpeed`, problem: "a speed limit needs one, in metres a second" });
      if (zone.zoneType === "BLOCKED" && zone.maximumSpeed !== undefined)
        found.push({ path: `${path}.maximumSpeed`, problem: "nobody drives in a blocked zone" });
      if (!maps.has(mapOf(map, zone)))
        found.push({ path: `${path}.mapId`, problem: `no node is on the map ${mapOf(map, zone)}` });
      return found;
    }),
  ];
};

const batteryProblems = ({ battery, nodes }: Roadmap): RoadmapProblem[] => {
  if (!battery) return [];
  const { low, enough, idle } = battery;
  const found: RoadmapProblem[] = [];
  if (low <= 5)
    found.push({ path: "battery.low", problem: `is ${low}; above 5, where vehicles stand, is asked for` });
  if (!(low <= enough && enough <= idle))
    found.push({ path: "battery", problem: `low ${low}, enough ${enough} and idle ${idle} have to grow` });
  if (!nodes.some(({ charging }) => charging))
    found.push({ path: "battery", problem: "no node is for charging; mark one with charging: true" });
  return found;
};

const check = (map: Roadmap): RoadmapProblem[] => {
  const { nodes, edges, stations } = map;
  const known = new Map(nodes.map((node) => [node.id, node]));
  const found: RoadmapProblem[] = (["nodes", "edges", "stations"] as const).flatMap((path) =>
    twice(map[path].map(({ id }) => id)).map((id) => ({ path, problem: `${id} is there twice` })),
  );
  const taken = new Map<string, string>();
  for (const node of nodes) {
    const place = `${node.x}/${node.y}/${mapOf(map, node)}`;
    const other = taken.get(place);
    if (other) found.push({ path: `nodes.${node.id}`, problem: `stands where ${other} stands` });
    taken.set(place, node.id);
  }
  const pairs = new Map<string, string>();
  for (const { id, from, to, bidirectional, metres } of edges) {
    const path = `edges.${id}`;
    for (const [end, node] of [
      ["from", from],
      ["to", to],
    ] as const)
      if (!known.has(node)) found.push({ path: `${path}.${end}`, problem: `there is no node ${node}` });
    const [a, b] = [known.get(from), known.get(to)];
    if (a && b && mapOf(map, a) !== mapOf(map, b) && metres === undefined)
      found.push({ path: `${path}.metres`, problem: "is needed between two maps" });
    if (from === to) found.push({ path, problem: `leads from ${from} to itself` });
    if (metres !== undefined && metres <= 0)
      found.push({ path: `${path}.metres`, problem: `is ${metres}; above 0 is asked for` });
    for (const pair of bidirectional ? [`${from}>${to}`, `${to}>${from}`] : [`${from}>${to}`]) {
      const other = pairs.get(pair);
      if (other) found.push({ path, problem: `leads where ${other} leads` });
      pairs.set(pair, id);
    }
  }
  for (const { id, node } of stations)
    if (!known.has(node)) found.push({ path: `stations.${id}.node`, problem: `there is no node ${node}` });
  found.push(...zoneProblems(map), ...batteryProblems(map));
  return found.length > 0 ? found : unconnected(map);
};

/** Reads a roadmap; gives all that is wrong with it when it is not sound. */
export const readRoadmap = (
  value: unknown,
): { readonly roadmap: Roadmap } | { readonly problems: readonly RoadmapProblem[] } => {
  const read = roadmap.safeParse(value);
  if (!read.success)
    return {
      problems: read.error.issues.map(({ path, message }) => ({ path: path.join("."), problem: message })),
    };
  const problems = check(read.data);
  return problems.length > 0 ? { problems } : { roadmap: read.data };
};
