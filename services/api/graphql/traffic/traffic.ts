import { trafficProblems, type VehicleRouteRow, vehicleRoutes } from "../../../mes/queries/traffic.ts";
import type { TrafficProblem } from "../../../mes/schema/traffic.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

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

builder.queryField("vehicleRoutes", (t) =>
  t.field({
    type: [RouteType],
    description: "Where each vehicle may drive now, and goes next.",
    resolve: (_root, _args, { db }) => vehicleRoutes(db),
  }),
);

builder.queryField("trafficProblems", (t) =>
  t.field({
    type: [ProblemType],
    description: "What people have to look at before a vehicle or transport moves on.",
    resolve: async (_root, _args, { db }) => [...(await trafficProblems(db))],
  }),
);
