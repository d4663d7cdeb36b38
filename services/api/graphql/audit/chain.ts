import { type ChainState, chainState } from "../../../mes/audit/state.ts";
import { askForCheck } from "../../../mes/audit/tasks.ts";
import { plantNow } from "../../../mes/clock.ts";
import { appendEvents } from "../../../mes/events.ts";
import { seesWholeAudit } from "../../permissions.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { AuditPersonType } from "./audit.ts";

const PartType = builder.objectRef<ChainState["parts"][number]>("AuditChainPart").implement({
  description: "Some batches of the chain that stand together.",
  fields: (t) => ({
    from: t.exposeInt("from", { description: "Number of its first batch." }),
    to: t.exposeInt("to", { description: "Number of its last batch." }),
    rows: t.exposeInt("rows", { description: "Events in it." }),
    sealedAt: t.expose("sealedAt", { type: "DateTime", description: "Wall time of its last batch." }),
  }),
});
const BrokenType = builder
  .objectRef<NonNullable<NonNullable<ChainState["check"]>["broken"]>>("AuditBroken")
  .implement({
    description: "Where the chain does not hold.",
    fields: (t) => ({
      batch: t.exposeInt("batch", { description: "Number of the first batch that is not whole." }),
      seq: t.string({
        nullable: true,
        description: "The event that was changed; null where the batch itself is what is wrong.",
        resolve: ({ seq }) => seq ?? null,
      }),
      problem: t.exposeString("problem", { description: "What is wrong with it." }),
    }),
  });
const CheckType = builder.objectRef<NonNullable<ChainState["check"]>>("AuditCheck").implement({
  description: "A look at the whole chain: every row's hash, every batch's, and its signature.",
  fields: (t) => ({
    id: t.exposeID("id"),
    status: t.exposeString("status", { description: "Asked, Running, Done or Failed." }),
    askedBy: t.exposeString("askedBy", {
      nullable: true,
      description: "Null: the house itself, once a day.",
    }),
    askedAt: t.expose("askedAt", { type: "DateTime", description: "When it was asked for; wall time." }),
    finishedAt: t.expose("finishedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it had looked at all; null while it has not. Wall time.",
    }),
    batches: t.exposeInt("batches", { description: "Batches that were found whole." }),
    head: t.exposeString("head", {
      nullable: true,
      description: "Hash of the last batch: write it down elsewhere. Null before it has ended.",
    }),
    broken: t.expose("broken", {
      type: BrokenType,
      nullable: true,
      description: "Where the chain does not hold; null where it does.",
    }),
  }),
});
const StateType = builder.objectRef<ChainState>("AuditState").implement({
  description: "How far the events are sealed, and what the last look at the chain found.",
  fields: (t) => ({
    batches: t.exposeInt("batches", { description: "Sealed batches." }),
    rows: t.exposeInt("rows", { description: "Events in them." }),
    unsealed: t.exposeInt("unsealed", { description: "Events that are not sealed yet." }),
    parts: t.field({
      type: [PartType],
      description: "The chain in a few parts, to draw it.",
      resolve: ({ parts }) => [...parts],
    }),
    check: t.expose("check", {
      type: CheckType,
      nullable: true,
      description: "The last look at the chain; null before the first.",
    }),
  }),
});

builder.queryField("auditPeople", (t) =>
  t.field({
    type: [AuditPersonType],
    description: "Whose acts one may look at: everybody's for a manager, else one's own.",
    resolve: async (_root, _args, { db, viewer }) => {
      let users = db.selectFrom("app_user").select(["id", "name_zh", "name_en"]).orderBy("id");
      if (!seesWholeAudit(viewer)) users = users.where("id", "=", viewer.id);
      return (await users.execute()).map((row) => ({ id: row.id, nameZh: row.name_zh, nameEn: row.name_en }));
    },
  }),
);

builder.queryField("auditState", (t) =>
  t.field({
    type: StateType,
    description: "How far the events are sealed, and what the last look at the chain found.",
    resolve: (_root, _args, { db }) => chainState(db),
  }),
);

builder.mutationField("checkAudit", (t) =>
  t.field({
    type: StateType,
    description: "Has the worker look at the whole chain now. Role manager.",
    args: { idempotencyKey: t.arg.string({ required: true }) },
    resolve: async (_root, { idempotencyKey }, context) => {
      const { db, viewer } = context;
      await once(context, idempotencyKey, { act: "check audit" }, async (tx, actId) => {
        const id = await askForCheck(tx, viewer.id);
        await appendEvents(tx, [
          {
            id: actId,
            type: "audit.asked",
            time: await plantNow(tx),
            source: "api",
            objects: [{ id: viewer.id, type: "person", qualifier: "actor" }],
          },
        ]);
        return { id };
      });
      return chainState(db);
    },
  }),
);
