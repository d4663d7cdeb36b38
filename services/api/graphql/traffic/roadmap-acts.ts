import { plantNow } from "../../../mes/clock.ts";
import { liftZone, saveRoadmap, setZone } from "../../../mes/commands/roadmap.ts";
import type { Tx } from "../../../mes/database.ts";
import { currentRoadmap } from "../../../mes/queries/traffic.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";

/** What came of it: the version that is current with it, whatever others make of it later. */
const made = async (tx: Tx) => ({ version: (await currentRoadmap(tx))!.version });

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
      const act = { act: "set-zone", zone };
      const { version } = await once(context, idempotencyKey, act, async (tx, actId) => {
        await setZone(tx, zone as object, { actId, actorId: context.viewer.id, now });
        return made(tx);
      });
      return version;
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
      const act = { act: "lift-zone", zoneId };
      const { version } = await once(context, idempotencyKey, act, async (tx, actId) => {
        await liftZone(tx, String(zoneId), { actId, actorId: context.viewer.id, now });
        return made(tx);
      });
      return version;
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
      const act = { act: "save-roadmap", roadmap };
      const { version } = await once(context, idempotencyKey, act, async (tx, actId) => {
        await saveRoadmap(tx, { value: roadmap, actId, actorId: context.viewer.id, now });
        return made(tx);
      });
      return version;
    },
  }),
}));
