import { plantNow } from "../../mes/clock.ts";
import { liftZone, saveRoadmap, setZone } from "../../mes/commands/roadmap.ts";
import { currentRoadmap } from "../../mes/queries/traffic.ts";
import { builder } from "./builder.ts";
import { once } from "./idempotency.ts";

builder.mutationFields((t) => ({
  setZone: t.field({
    type: "Int",
    description:
      "Sets a zone of the roadmap (VDA 5050 3.0: zoneId, zoneType BLOCKED or SPEED_LIMIT, vertices, maximumSpeed), a new one or the one of that id; gives the roadmap's version.",
    args: {
      zone: t.arg({
        type: "JSON",
        required: true,
        description: "The zone, as VDA 5050 3.0 names its parts.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { zone, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      await once(context, idempotencyKey, { act: "set-zone", zone }, async (tx, actId) => {
        const { mapId } = await setZone(tx, zone as object, { actId, actorId: context.viewer.id, now });
        return { id: mapId };
      });
      return (await currentRoadmap(context.db))!.version;
    },
  }),
  liftZone: t.field({
    type: "Int",
    description: "Lifts a zone of the roadmap; gives the roadmap's version.",
    args: {
      zoneId: t.arg.id({ required: true, description: "VDA 5050 zoneId." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { zoneId, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      await once(context, idempotencyKey, { act: "lift-zone", zoneId }, async (tx, actId) => {
        const act = { actId, actorId: context.viewer.id, now };
        const { mapId } = await liftZone(tx, String(zoneId), act);
        return { id: mapId };
      });
      return (await currentRoadmap(context.db))!.version;
    },
  }),
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
