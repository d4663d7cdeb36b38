import { plantNow } from "../../../mes/clock.ts";
import { forgetVehicle } from "../../../mes/commands/forget-vehicle.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";

const ForgottenType = builder.objectRef<{ readonly id: string }>("ForgottenVehicle").implement({
  description: "A vehicle that was taken off the map.",
  fields: (t) => ({ id: t.exposeID("id") }),
});

builder.mutationField("forgetVehicle", (t) =>
  t.field({
    type: ForgottenType,
    description:
      "Takes a vehicle off the map that is not there any more, such as one that speaks under another maker's name by now. Refused while it has a transport or a load, and within ten minutes after it was heard; one that speaks again is there again. Role automation.",
    args: {
      id: t.arg.id({ required: true, description: "The vehicle, such as AGV-1." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, idempotencyKey }, context) => {
      const vehicle = String(id);
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "forget-vehicle", id: vehicle }, async (tx, actId) => {
        await forgetVehicle(tx, vehicle, { actId, actorId: context.viewer.id, now });
        return { id: vehicle };
      });
    },
  }),
);
