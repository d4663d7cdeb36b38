import type { Selectable } from "kysely";
import { MillwrightError } from "../../../core/errors.ts";
import { tracesOf } from "../../../mes/audit/pseudonymise.ts";
import { askToPseudonymise } from "../../../mes/audit/tasks.ts";
import type { Db } from "../../../mes/database.ts";
import type { AuditTaskTable } from "../../../mes/schema/audit.ts";
import { seesWholeAudit } from "../../permissions.ts";
import type { Viewer } from "../../session.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { BilingualText } from "../plant/plant.ts";

const TraceType = builder
  .objectRef<{ readonly table: string; readonly rows: number }>("PersonTrace")
  .implement({
    description: "Rows of a table that name a person.",
    fields: (t) => ({ table: t.exposeString("table"), rows: t.exposeInt("rows") }),
  });

type Task = Selectable<AuditTaskTable>;
const LeaverType = builder.objectRef<Task>("LeaverTask").implement({
  description: "Somebody who has left is made anonymous.",
  fields: (t) => ({
    id: t.exposeID("id"),
    status: t.exposeString("status", { description: "Asked, Running, Done or Failed." }),
    pseudonym: t.string({
      nullable: true,
      description:
        "By what he or she is known from now on; nothing leads back from it. Null until it is done.",
      resolve: ({ result }) => (result as { pseudonym?: string } | null)?.pseudonym ?? null,
    }),
    problem: t.field({
      type: BilingualText,
      nullable: true,
      description: "Why it failed; null where it did not.",
      resolve: ({ status, result }) => (status === "Failed" ? (result as { zh: string; en: string }) : null),
    }),
  }),
});

const requireManager = (viewer: Viewer): void => {
  if (!seesWholeAudit(viewer)) throw new MillwrightError("FORBIDDEN", { role: ["manager"] });
};
const taskById = async (db: Db, id: string): Promise<Task> => {
  const row = await db
    .selectFrom("audit_task")
    .selectAll()
    .where("id", "=", id)
    .where("kind", "=", "Pseudonymise")
    .executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "task", id });
  return row;
};

builder.queryFields((t) => ({
  personTraces: t.field({
    type: [TraceType],
    description: "Where somebody is named, before he or she is made anonymous. Role manager.",
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { db, viewer }) => {
      requireManager(viewer);
      return Object.entries(await tracesOf(db, String(id))).map(([table, rows]) => ({ table, rows }));
    },
  }),
  leaverTask: t.field({
    type: LeaverType,
    description: "How far that is. Role manager.",
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db, viewer }) => {
      requireManager(viewer);
      return taskById(db, String(id));
    },
  }),
}));

builder.mutationField("pseudonymisePerson", (t) =>
  t.field({
    type: LeaverType,
    description:
      "Takes somebody who has left out of what people read: id and names give way to a random pseudonym, account, keys and sessions end. It cannot be undone: `confirm` repeats the id. Role manager; not of oneself, nor of the last manager.",
    args: {
      id: t.arg.id({ required: true }),
      confirm: t.arg.string({ required: true, description: "The id once more." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, confirm, idempotencyKey }, context) => {
      const { db, viewer } = context;
      const refuse = (path: string, problem: string) => {
        throw new MillwrightError("INVALID_INPUT", { path, problem });
      };
      if (confirm !== id) refuse("confirm", "must repeat the id: this cannot be undone");
      if (id === viewer.id) refuse("id", "is you: somebody else has to do this");
      const { task } = await once(context, idempotencyKey, { act: "pseudonymise", id }, async (tx) => ({
        task: await askToPseudonymise(tx, String(id), viewer.id),
      }));
      return taskById(db, task);
    },
  }),
);
