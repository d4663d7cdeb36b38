import { type OpenTransportRow, openTransports } from "../../../mes/queries/traffic.ts";
import { builder } from "../builder.ts";

const TransportType = builder.objectRef<OpenTransportRow>("Transport").implement({
  description:
    "A kit on its way from a station to another, or one that has failed while its job waits for it.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "The transport order, such as TO-1042-10." }),
    status: t.exposeString("status", { description: "Pending, InTransit or Failed." }),
    workOrderId: t.exposeID("work_order_id", { description: "Whose material it is." }),
    vehicleId: t.exposeID("vehicle_id", {
      nullable: true,
      description: "The vehicle that it was given to; null while none has it.",
    }),
    fromStation: t.exposeString("from_station", {
      description: "Where the kit is fetched: a store, or a line's entry.",
    }),
    toStation: t.exposeString("to_station", { description: "The entry of the line that waits for it." }),
  }),
});

builder.queryField("transports", (t) =>
  t.field({
    type: [TransportType],
    description:
      "Transports that have not arrived, the one that stands longest first, at most 200; cancelTransport calls one off.",
    resolve: (_root, _args, { db }) => openTransports(db),
  }),
);
