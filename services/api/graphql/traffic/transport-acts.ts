import { plantNow } from "../../../mes/clock.ts";
import { cancelTransport } from "../../../mes/commands/cancel-transport.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";

const CancelledType = builder.objectRef<{ readonly id: string }>("CancelledTransport").implement({
  description: "A transport that was called off.",
  fields: (t) => ({ id: t.exposeID("id") }),
});

builder.mutationField("cancelTransport", (t) =>
  t.field({
    type: CancelledType,
    description:
      "Calls a transport off that has not arrived, one that has failed too: its vehicle lets go of it (VDA 5050 cancelOrder), and the job that waits for the kit is broken off, so that the order may be released again or called off. trafficProblems tells of a load that is on a vehicle then. Role dispatcher or automation.",
    args: {
      id: t.arg.id({ required: true, description: "The transport order, such as TO-1042-10." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, idempotencyKey }, context) => {
      const transport = String(id);
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "cancel-transport", id: transport }, async (tx) => {
        await cancelTransport(tx, transport, { actorId: context.viewer.id, now });
        return { id: transport };
      });
    },
  }),
);
