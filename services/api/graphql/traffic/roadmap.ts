import { roadmapMistakes } from "../../../mes/commands/roadmap.ts";
import {
  type BatteryRule,
  batteryRuleOf,
  currentRoadmap,
  type LifRead,
  type RoadmapRow,
  readLayout,
  type Zone,
} from "../../../mes/queries/traffic.ts";
import { builder } from "../builder.ts";

const NodeType = builder.objectRef<RoadmapRow["description"]["nodes"][number]>("RoadmapNode").implement({
  description: "A place where one vehicle can stand (VDA 5050 node).",
  fields: (t) => ({
    id: t.exposeString("id", { description: "VDA 5050 nodeId." }),
    x: t.exposeFloat("x", { description: "Metres on the map." }),
    y: t.exposeFloat("y"),
    parking: t.exposeBoolean("parking", { description: "Vehicles without a transport wait here." }),
    charging: t.boolean({
      description: "Vehicles charge here.",
      resolve: ({ charging }) => charging === true,
    }),
    mapId: t.string({
      nullable: true,
      description: "Its map; null where that is the roadmap's.",
      resolve: ({ mapId }) => mapId ?? null,
    }),
  }),
});
const EdgeType = builder.objectRef<RoadmapRow["description"]["edges"][number]>("RoadmapEdge").implement({
  description: "A way between two nodes (VDA 5050 edge).",
  fields: (t) => ({
    id: t.exposeString("id", { description: "VDA 5050 edgeId." }),
    from: t.exposeString("from", { description: "Node that it leads from." }),
    to: t.exposeString("to", { description: "Node that it leads to." }),
    bidirectional: t.exposeBoolean("bidirectional", {
      description: "Whether it may be driven both ways; one vehicle at a time in either case.",
    }),
    metres: t.float({
      nullable: true,
      description: "Null: the straight line.",
      resolve: (edge) => edge.metres ?? null,
    }),
  }),
});
const StationType = builder
  .objectRef<RoadmapRow["description"]["stations"][number]>("RoadmapStation")
  .implement({
    description: "Where transports begin and end.",
    fields: (t) => ({
      id: t.exposeString("id", { description: "Station of a transport: a line or store, by its id." }),
      node: t.exposeString("node", { description: "Node at which vehicles load and unload." }),
    }),
  });
const PointType = builder.objectRef<Zone["vertices"][number]>("RoadmapPoint").implement({
  description: "A corner of a zone.",
  fields: (t) => ({ x: t.exposeFloat("x", { description: "Metres." }), y: t.exposeFloat("y") }),
});
const ZoneType = builder.objectRef<Zone>("RoadmapZone").implement({
  description: "A part of a map that nobody drives into, or nobody faster than so: a zone of VDA 5050 3.0.",
  fields: (t) => ({
    zoneId: t.exposeString("zoneId", { description: "VDA 5050 zoneId." }),
    zoneType: t.exposeString("zoneType", { description: "BLOCKED or SPEED_LIMIT." }),
    zoneDescriptor: t.string({
      nullable: true,
      description: "What people call it; null where it has no name.",
      resolve: (zone) => zone.zoneDescriptor ?? null,
    }),
    vertices: t.field({
      type: [PointType],
      description: "Its corners, one after the other, 3 at least.",
      resolve: (zone) => zone.vertices,
    }),
    maximumSpeed: t.float({
      nullable: true,
      description: "In metres a second; null for a zone that nobody drives into.",
      resolve: (zone) => zone.maximumSpeed ?? null,
    }),
    mapId: t.string({
      nullable: true,
      description: "Its map; null where that is the roadmap's.",
      resolve: (zone) => zone.mapId ?? null,
    }),
  }),
});
const BatteryRuleType = builder.objectRef<BatteryRule>("BatteryRule").implement({
  description: "When vehicles charge, in percent.",
  fields: (t) => ({
    low: t.exposeFloat("low", { description: "Below, a vehicle takes no transport and goes to charge." }),
    enough: t.exposeFloat("enough", { description: "Below, one that charges takes no transport." }),
    idle: t.exposeFloat("idle", { description: "Below, one with nothing to do goes to charge." }),
  }),
});
const mostProblems = 20;
const LifType = builder.objectRef<LifRead>("LayoutRead").implement({
  description: "What a layout file (LIF 1.0 of VDMA) comes to.",
  fields: (t) => ({
    vehicleTypes: t.stringList({
      description: "Types of vehicles (LIF vehicleTypeId) that it is drawn for.",
      resolve: ({ vehicleTypes }) => [...vehicleTypes],
    }),
    leftOut: t.stringList({
      description: "What it holds and traffic control does not drive by.",
      resolve: ({ leftOut }) => [...leftOut],
    }),
    problems: t.stringList({
      description: "Mistakes, each with its place; none where it is sound.",
      resolve: ({ result }) =>
        "problems" in result
          ? result.problems.slice(0, mostProblems).map(({ path, problem }) => `${path}: ${problem}`)
          : [],
    }),
    roadmap: t.field({
      type: "JSON",
      nullable: true,
      description: "For saveRoadmap; null where there are mistakes.",
      resolve: ({ result }) => ("roadmap" in result ? result.roadmap : null),
    }),
  }),
});

const RoadmapType = builder.objectRef<RoadmapRow>("Roadmap").implement({
  description: "Where vehicles stand and drive: one at a node, one on an edge.",
  fields: (t) => ({
    mapId: t.string({
      description: "VDA 5050 mapId; 1 map for all vehicles.",
      resolve: ({ description }) => description.mapId,
    }),
    version: t.exposeInt("version"),
    changedAt: t.expose("changed_at", { type: "DateTime" }),
    nodes: t.field({
      type: [NodeType],
      description: "Places where vehicles can stand.",
      resolve: ({ description }) => description.nodes,
    }),
    edges: t.field({
      type: [EdgeType],
      description: "Ways between nodes.",
      resolve: ({ description }) => description.edges,
    }),
    stations: t.field({
      type: [StationType],
      description: "Where transports begin and end.",
      resolve: ({ description }) => description.stations,
    }),
    zones: t.field({
      type: [ZoneType],
      description: "Parts that nobody drives into, or nobody faster than so.",
      resolve: ({ description }) => description.zones ?? [],
    }),
    battery: t.field({
      type: BatteryRuleType,
      description: "When vehicles charge.",
      resolve: batteryRuleOf,
    }),
  }),
});

builder.queryField("roadmap", (t) =>
  t.field({
    type: RoadmapType,
    nullable: true,
    description: "Null while none is stored; then no transport is moved.",
    resolve: async (_root, _args, { db }) => (await currentRoadmap(db)) ?? null,
  }),
);

builder.queryField("checkRoadmap", (t) =>
  t.field({
    type: ["String"],
    description: "The first five mistakes of a roadmap, each with its place; nothing when it is sound.",
    args: {
      roadmap: t.arg({
        type: "JSON",
        required: true,
        description: "Nodes, edges and stations, as services/protocols/roadmap/description.ts defines them.",
      }),
    },
    resolve: (_root, { roadmap }) => [...roadmapMistakes(roadmap)],
  }),
);

builder.queryField("readLayout", (t) =>
  t.field({
    type: LifType,
    description:
      "Reads a layout file (LIF 1.0 of VDMA) as a roadmap; nothing is stored. Places to wait and zones of the roadmap in force stay where the file has their nodes and maps.",
    args: {
      lif: t.arg({ type: "JSON", required: true, description: "What the file holds." }),
      vehicleType: t.arg.string({ description: "Read the ways of this type; else of the first." }),
    },
    resolve: (_root, { lif, vehicleType }, { db }) => readLayout(db, lif, vehicleType ?? undefined),
  }),
);
