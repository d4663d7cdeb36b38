import { plantNow } from "../../mes/clock.ts";
import { roadmapMistakes, saveRoadmap } from "../../mes/commands/roadmap.ts";
import {
  currentRoadmap,
  type RoadmapRow,
  trafficProblems,
  type VehicleRouteRow,
  vehicleRoutes,
} from "../../mes/queries/traffic.ts";
import type { TrafficProblem } from "../../mes/schema/traffic.ts";
import { builder } from "./builder.ts";
import { once } from "./idempotency.ts";
import { BilingualText } from "./plant.ts";

const NodeType = builder.objectRef<RoadmapRow["description"]["nodes"][number]>("RoadmapNode").implement({
  description: "A place where one vehicle can stand (VDA 5050 node).",
  fields: (t) => ({
    id: t.exposeString("id", { description: "VDA 5050 nodeId." }),
    x: t.exposeFloat("x", { description: "Metres on the map." }),
    y: t.exposeFloat("y"),
    parking: t.exposeBoolean("parking", { description: "Vehicles without a transport wait here." }),
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
  }),
});

const RouteType = builder.objectRef<VehicleRouteRow>("VehicleRoute").implement({
  description: "What a vehicle was told, and what follows by the plan.",
  fields: (t) => ({
    vehicleId: t.exposeID("vehicle_id", { description: "The vehicle (VDA 5050 serialNumber)." }),
    orderId: t.exposeString("order_id", { description: "VDA 5050 orderId." }),
    orderUpdateId: t.exposeInt("update_id", { description: "VDA 5050 orderUpdateId that it was told last." }),
    transportOrderId: t.exposeString("transport_id", {
      nullable: true,
      description: "Transport that the order carries; null for a vehicle that makes room or goes to wait.",
    }),
    released: t.stringList({
      description:
        "Nodes from the last that it has reported to the end of its base. Nobody else may be there.",
      resolve: ({ released }) => released.map(({ node }) => node),
    }),
    planned: t.stringList({
      description: "Nodes that are not released yet.",
      resolve: ({ planned }) => [...planned],
    }),
    waitsFor: t.exposeString("waits_for", {
      nullable: true,
      description: "The vehicle that has to leave the next node first; null while its way is free.",
    }),
    stands: t.exposeString("stands", {
      nullable: true,
      description: "Why the others are led around it; null while it drives.",
    }),
  }),
});
const ProblemType = builder.objectRef<TrafficProblem>("TrafficProblem").implement({
  description: "What keeps a vehicle or a transport from being moved.",
  fields: (t) => ({
    id: t.exposeString("id", { description: "What it is about: a vehicle, a transport, or roadmap." }),
    text: t.field({
      type: BilingualText,
      description: "What is wrong and how to mend it.",
      resolve: ({ zh, en }) => ({ zh, en }),
    }),
  }),
});

builder.queryFields((t) => ({
  roadmap: t.field({
    type: RoadmapType,
    nullable: true,
    description: "Null while none is stored; then no transport is moved.",
    resolve: async (_root, _args, { db }) => (await currentRoadmap(db)) ?? null,
  }),
  vehicleRoutes: t.field({
    type: [RouteType],
    description: "Where each vehicle may drive now, and goes next.",
    resolve: (_root, _args, { db }) => vehicleRoutes(db),
  }),
  trafficProblems: t.field({
    type: [ProblemType],
    description: "What people have to look at before a vehicle or transport moves on.",
    resolve: async (_root, _args, { db }) => [...(await trafficProblems(db))],
  }),
  checkRoadmap: t.field({
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
}));

builder.mutationFields((t) => ({
  saveRoadmap: t.field({
    type: "Int",
    description:
      "Stores the plant's roadmap in the place of the one before and gives its version; vehicles keep what they are released. Role automation.",
    args: {
      roadmap: t.arg({
        type: "JSON",
        required: true,
        description:
          "Nodes, edges and stations, as services/protocols/roadmap/description.ts defines them; checkRoadmap tells what is wrong.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { roadmap, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      await once(context, idempotencyKey, { act: "save-roadmap", roadmap }, async (tx, actId) => {
        const { mapId } = await saveRoadmap(tx, {
          value: roadmap,
          actId,
          actorId: context.viewer.id,
          now,
        });
        return { id: mapId };
      });
      return (await currentRoadmap(context.db))!.version;
    },
  }),
}));
