import { z } from "zod";
import { type RoadmapProblem, readRoadmap } from "./check.ts";
import type { Roadmap } from "./description.ts";

/**
 * The Layout Interchange Format of VDMA, version 1.0.0 (March 2024): nodes, edges and stations as the maker of vehicles or who
 * sets them up hands them over. Only what traffic control drives by is read; what else it may hold is told as left out.
 */
const id = z.string().min(1).max(200);
const point = z.object({ x: z.number(), y: z.number() });
const action = z.object({ actionType: z.string() });

const node = z.object({
  nodeId: id,
  mapId: id.optional(),
  nodePosition: point,
  vehicleTypeNodeProperties: z
    .array(z.object({ vehicleTypeId: id, actions: z.array(action).optional() }))
    .min(1, "must name a vehicle type that may use the node"),
});
const edge = z.object({
  edgeId: id,
  startNodeId: id,
  endNodeId: id,
  vehicleTypeEdgeProperties: z
    .array(
      z.object({
        vehicleTypeId: id,
        maxSpeed: z.number().positive().optional(),
        trajectory: z.object({ controlPoints: z.array(point).min(2) }).optional(),
        actions: z.array(action).optional(),
        loadRestriction: z.unknown().optional(),
      }),
    )
    .min(1, "must name a vehicle type that may use the edge"),
});
const lif = z.object({
  metaInformation: z.object({ projectIdentification: z.string(), lifVersion: z.string() }),
  layouts: z
    .array(
      z.object({
        layoutId: id,
        nodes: z.array(node),
        edges: z.array(edge),
        stations: z.array(z.object({ stationId: id, interactionNodeIds: z.array(id).min(1) })).default([]),
      }),
    )
    .min(1, "must hold a layout"),
});
type Layout = z.infer<typeof lif>["layouts"][number];
type LifNode = Layout["nodes"][number];
type LifEdge = Layout["edges"][number];

/** What a file comes to. */
export interface LifRead {
  /** Kinds of vehicles that it is made for. */
  readonly vehicleTypes: readonly string[];
  /** What is in it and is not driven by. */
  readonly leftOut: readonly string[];
  readonly result: { readonly roadmap: Roadmap } | { readonly problems: readonly RoadmapProblem[] };
}

const least = 0.1;
const lengthOf = (points: readonly { readonly x: number; readonly y: number }[]): number =>
  points
    .slice(1)
    .reduce((sum, { x, y }, index) => sum + Math.hypot(x - points[index]!.x, y - points[index]!.y), 0);

/** The properties that hold for a kind of vehicle. */
const ofType = <P extends { readonly vehicleTypeId: string }>(
  all: readonly P[],
  type: string,
): P | undefined => all.find(({ vehicleTypeId }) => vehicleTypeId === type);

const countOf = (count: number, what: string) => (count > 0 ? [`${count} ${what}`] : []);

const convert = (layouts: readonly Layout[], type: string, before: Roadmap | undefined) => {
  const nodes = layouts.flatMap((layout) => layout.nodes.map((one) => ({ ...one, layout: layout.layoutId })));
  const edges = layouts.flatMap((layout) => layout.edges);
  const stations = layouts.flatMap((layout) => layout.stations);
  const open = nodes.filter((one) => ofType(one.vehicleTypeNodeProperties, type));
  const places = new Map(open.map((one) => [one.nodeId, one]));
  const all = new Set(nodes.map(({ nodeId }) => nodeId));
  const driven = edges.filter((one) => ofType(one.vehicleTypeEdgeProperties, type));
  // An edge to a node that is for other vehicles is left out; one to a node that is not there is a mistake.
  const usable = driven.filter(({ startNodeId, endNodeId }) =>
    [startNodeId, endNodeId].every((end) => places.has(end) || !all.has(end)),
  );
  const actionsOf = (one: LifNode) => ofType(one.vehicleTypeNodeProperties, type)?.actions ?? [];
  const mapOf = (one: (typeof open)[number]) => one.mapId ?? one.layout;
  const mapId = open[0] ? mapOf(open[0]) : (layouts[0]?.layoutId ?? "");
  const known = new Map(before?.nodes.map((one) => [one.id, one]));
  const lane = (one: LifEdge): Roadmap["edges"][number] => {
    const { maxSpeed, trajectory } = ofType(one.vehicleTypeEdgeProperties, type)!;
    const [a, b] = [places.get(one.startNodeId), places.get(one.endNodeId)];
    const between = a && b && mapOf(a) !== mapOf(b);
    const ends = a && b ? [a.nodePosition, b.nodePosition] : [];
    const metres =
      trajectory || between ? Math.max(least, lengthOf(trajectory?.controlPoints ?? ends)) : undefined;
    return {
      id: one.edgeId,
      from: one.startNodeId,
      to: one.endNodeId,
      bidirectional: false,
      ...(metres === undefined ? {} : { metres }),
      ...(maxSpeed === undefined ? {} : { maxSpeed }),
    };
  };
  const maps = new Set(open.map(mapOf));
  const zones = (before?.zones ?? []).filter((zone) => maps.has(zone.mapId ?? before!.mapId));
  const hasChargers = open.some((one) =>
    actionsOf(one).some(({ actionType }) => actionType === "startCharging"),
  );
  const roadmap: Roadmap = {
    mapId,
    nodes: open.map((one) => ({
      id: one.nodeId,
      ...one.nodePosition,
      // The format does not say where to wait: what was marked before stays so.
      parking: known.get(one.nodeId)?.parking ?? false,
      ...(actionsOf(one).some(({ actionType }) => actionType === "startCharging") ? { charging: true } : {}),
      ...(mapOf(one) === mapId ? {} : { mapId: mapOf(one) }),
    })),
    edges: usable.map(lane),
    stations: stations.map(({ stationId, interactionNodeIds: [first] }) => ({ id: stationId, node: first! })),
    zones,
    ...(before?.battery && hasChargers ? { battery: before.battery } : {}),
  };
  const isOther = ({ actionType }: { actionType: string }) =>
    !["pick", "drop", "startCharging", "stopCharging"].includes(actionType);
  const properties = driven.map((one) => ofType(one.vehicleTypeEdgeProperties, type)!);
  const leftOut = [
    ...countOf(nodes.length - open.length, "nodes for other vehicles"),
    ...countOf(edges.length - usable.length, "edges for other vehicles"),
    ...countOf(
      stations.filter(({ interactionNodeIds }) => interactionNodeIds.length > 1).length,
      "stations with several nodes: the first is driven to",
    ),
    ...countOf(properties.filter(({ actions }) => actions?.length).length, "edges with actions"),
    ...countOf(
      properties.filter(({ loadRestriction }) => loadRestriction !== undefined).length,
      "edges with a load restriction",
    ),
    ...countOf(open.filter((one) => actionsOf(one).some(isOther)).length, "nodes with other actions"),
    ...(roadmap.nodes.some(({ parking }) => parking)
      ? []
      : ["places to wait, which the format does not name: vehicles stay where they are done"]),
  ];
  return { roadmap, leftOut };
};

/**
 * Reads a layout file as a roadmap for one kind of vehicle.
 *
 * @param options.vehicleType Which, where the file is made for several.
 * @param options.before The roadmap in force: its places to wait and its zones stay where the file has their nodes and maps.
 */
export const readLif = (
  value: unknown,
  {
    vehicleType,
    before,
  }: { readonly vehicleType?: string | undefined; readonly before?: Roadmap | undefined } = {},
): LifRead => {
  const failed = (vehicleTypes: readonly string[], problems: readonly RoadmapProblem[]): LifRead => ({
    vehicleTypes,
    leftOut: [],
    result: { problems },
  });
  const read = lif.safeParse(value);
  if (!read.success)
    return failed(
      [],
      read.error.issues.map(({ path, message }) => ({ path: path.join(".") || "file", problem: message })),
    );
  const { metaInformation, layouts } = read.data;
  if (!/^[01]\./.test(metaInformation.lifVersion))
    return failed(
      [],
      [{ path: "metaInformation.lifVersion", problem: `is ${metaInformation.lifVersion}; 1.0 is read` }],
    );
  const vehicleTypes = [
    ...new Set(
      layouts.flatMap(({ nodes }) =>
        nodes.flatMap(({ vehicleTypeNodeProperties }) =>
          vehicleTypeNodeProperties.map((one) => one.vehicleTypeId),
        ),
      ),
    ),
  ].sort();
  const type = vehicleType ?? (vehicleTypes.length === 1 ? vehicleTypes[0] : undefined);
  if (type === undefined || !vehicleTypes.includes(type))
    return failed(vehicleTypes, [
      {
        path: "vehicleTypeId",
        problem: `choose one of ${vehicleTypes.join(", ") || "none: there are no nodes"}`,
      },
    ]);
  const { roadmap, leftOut } = convert(layouts, type, before);
  return { vehicleTypes, leftOut, result: readRoadmap(roadmap) };
};
