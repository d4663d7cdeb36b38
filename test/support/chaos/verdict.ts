import type { Client } from "@temporalio/client";
import { sealAudit, verifyAudit } from "../../../services/mes/audit/chain.ts";
import { auditKey } from "../../../services/mes/audit/key.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { WorkflowIds } from "../../../workflows/ids.ts";
import { insist } from "./engines.ts";
import type { Acknowledged } from "./load.ts";

/** Rows of a kind whose objects are the wanted ones: what is missing, and what is there twice. */
const compare = (wanted: readonly string[], found: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const id of found) counts.set(id, (counts.get(id) ?? 0) + 1);
  return {
    missing: wanted.filter((id) => !counts.has(id)),
    twice: [...counts].filter(([, times]) => times > 1).map(([id]) => id),
  };
};

const eventsOf = async (db: Db, type: string, objectType: string): Promise<string[]> => {
  const rows = await db.selectFrom("event").select("objects").where("type", "=", type).execute();
  return rows.flatMap(({ objects }) =>
    objects.filter((object) => object.type === objectType).map(({ id }) => id),
  );
};

/** Waits until everything that was acknowledged has come to rest, and looks at what there is. */
export const judge = async (
  db: Db,
  { temporal, workflowIds }: { readonly temporal: Client; readonly workflowIds: WorkflowIds },
  dataDir: string,
  { units, materials, released }: Acknowledged,
) => {
  // What the broker has acknowledged is on its way, and what was approved is being done.
  await insist(async () => {
    const { n } = await db
      .selectFrom("unit")
      .select((fields) => fields.fn.countAll<number>().as("n"))
      .where("id", "like", "SN-CHAOS-%")
      .executeTakeFirstOrThrow();
    if (n < units.length) throw new Error(`${n} of ${units.length} units`);
    const calls = await db.selectFrom("tool_call").select("id").where("status", "!=", "Executed").execute();
    if (calls.length > 0) throw new Error(`${calls.length} tool calls are not done`);
    const waits = await db.selectFrom("outbox").select("id").where("sent_at", "is", null).execute();
    if (waits.length > 0) throw new Error(`${waits.length} messages wait to be sent`);
  });
  const ids = async (table: "unit" | "material", like: string) =>
    (await db.selectFrom(table).select("id").where("id", "like", like).execute()).map(({ id }) => id);
  const orders = async (table: "job_order" | "material_requisition") =>
    (
      await db
        .selectFrom(table)
        .select("work_order_id")
        .where("work_order_id", "in", [...released, ""])
        .execute()
    ).map((row) => String(row.work_order_id));
  const calls = await db.selectFrom("tool_call").select("id").execute();
  // A call is done before the workflow that did it has ended.
  const states = await insist(async () => {
    const found = await Promise.all(
      calls.map(async ({ id }) => {
        const { status } = await temporal.workflow.getHandle(workflowIds.dispatch(id)).describe();
        return status.name;
      }),
    );
    if (found.includes("RUNNING")) throw new Error("workflows have not ended");
    return found;
  });
  const key = await auditKey(db, dataDir);
  await sealAudit(db, key);
  const { broken } = await verifyAudit(db, key);
  const written = await db.selectFrom("event").select("id").where("type", "=", "records.written").execute();
  return {
    units: compare(units, await ids("unit", "SN-CHAOS-%")),
    unitEvents: compare(units, await eventsOf(db, "unit.tested", "unit")),
    materials: compare(materials, await ids("material", "CHAOS-%")),
    /** Each write is one event: more or fewer of them than writes. */
    writeEvents: written.length - materials.length,
    jobs: compare(released, await orders("job_order")),
    requisitions: compare(released, await orders("material_requisition")),
    releaseEvents: compare(released, await eventsOf(db, "job.released", "work_order")),
    workflows: states.filter((state) => state !== "COMPLETED"),
    audit: broken ?? "whole",
  };
};
export type Verdict = Awaited<ReturnType<typeof judge>>;
