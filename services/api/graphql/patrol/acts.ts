import { plantNow } from "../../../mes/clock.ts";
import { assignFinding, closeFinding } from "../../../mes/commands/patrol/finding.ts";
import { reportRound } from "../../../mes/commands/patrol/report.ts";
import { saveRoute } from "../../../mes/commands/patrol/route.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { soundNote } from "../note.ts";

const Done = builder.objectRef<{ readonly id: string }>("PatrolDone").implement({
  description: "What was written.",
  fields: (t) => ({ id: t.exposeID("id") }),
});
const ReadingInput = builder.inputType("PatrolReadingInput", {
  description: "What was read at a checkpoint.",
  fields: (t) => ({
    checkpointId: t.id({ required: true, description: "Checkpoint of the route." }),
    checkId: t.id({ required: true, description: "Check at the checkpoint." }),
    value: t.float({ description: "Of a check with limits." }),
    ok: t.boolean({ description: "Of a check without: whether all is as it should be." }),
    note: t.string({ description: "What else is to be said, up to 500 characters." }),
    imageUrl: t.string({
      description: "Of a picture that was uploaded, /inspection/images/ID; or where it is kept.",
    }),
  }),
});

builder.mutationFields((t) => ({
  savePatrolRoute: t.field({
    type: Done,
    description:
      "Stores a route, as docs/inspection-and-patrol.md describes it; one of its id is replaced. Role automation or manager.",
    args: {
      route: t.arg({ type: "JSON", required: true, description: "The route with its checkpoints." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { route, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "save-patrol-route", route }, async (tx, actId) => {
        const { id } = await saveRoute(tx, { value: route, actorId: context.viewer.id, actId, now });
        return { id };
      });
    },
  }),
  reportPatrol: t.field({
    type: Done,
    description:
      "A round that a person has gone, with what was read; all of it or nothing. Anybody at work here.",
    args: {
      routeId: t.arg.id({ required: true, description: "Route that was gone." }),
      readings: t.arg({ type: [ReadingInput], required: true, description: "What was read on it." }),
      completed: t.arg.boolean({ description: "False where the round was broken off." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { idempotencyKey, ...given }, context) => {
      const time = (await plantNow(context.db)).toISOString();
      const by = context.viewer.id;
      return once(context, idempotencyKey, { act: "report-patrol", ...given }, async (tx, actId) => {
        await reportRound(tx, by, {
          ...{ roundId: actId, routeId: String(given.routeId), time },
          isCompleted: given.completed ?? true,
          readings: given.readings.map(({ imageUrl, ...reading }) => ({
            ...reading,
            photo: imageUrl ? { mimeType: "image/png", url: imageUrl } : null,
          })),
        });
        return { id: actId };
      });
    },
  }),
  assignPatrolFinding: t.field({
    type: Done,
    description: "Gives a finding to a person; without one, to who asks.",
    args: {
      id: t.arg.id({ required: true }),
      personId: t.arg.id(),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, personId, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      const to = personId ? String(personId) : context.viewer.id;
      return once(context, idempotencyKey, { act: "assign-finding", id, to }, async (tx, actId) => {
        await assignFinding(tx, { id: String(id), personId: to, actorId: context.viewer.id, actId, now });
        return { id: String(id) };
      });
    },
  }),
  closePatrolFinding: t.field({
    type: Done,
    description: "Puts a finding away, with what was done.",
    args: {
      id: t.arg.id({ required: true }),
      note: t.arg.string({ description: "What was done, up to 500 characters." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, note, idempotencyKey }, context) => {
      const text = soundNote(note);
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "close-finding", id, text }, async (tx, actId) => {
        await closeFinding(tx, { id: String(id), note: text, actorId: context.viewer.id, actId, now });
        return { id: String(id) };
      });
    },
  }),
}));
