import { sql } from "kysely";
import { type Bilingual, MillwrightError } from "../../../core/errors.ts";
import { contentHash } from "../../../core/ids.ts";
import type { DefectKind } from "../../../protocols/cfx/defect-kinds.ts";
import type { InspectionMethod } from "../../../protocols/cfx/inspection.ts";
import type { Tx } from "../../database.ts";
import { appendEvents, type NewEvent } from "../../events.ts";
import { advisoryLocks } from "../../locks.ts";
import type { ClusterSource } from "../../schema/inspection.ts";

/** Defects that come together, and the cause that explains them best. */
export interface FoundCluster {
  readonly line: string;
  readonly method: InspectionMethod;
  readonly kind: DefectKind;
  readonly source: ClusterSource;
  readonly sourceId: string;
  readonly product: string | null;
  /** Boards with such a defect. */
  readonly found: number;
  /** Of them called false by a person. */
  readonly rejected: number;
  readonly expected: number;
  /** Boards looked at. */
  readonly boards: number;
  readonly chance: number;
  readonly tests: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly designators: readonly string[];
  readonly alternatives: readonly { readonly source: ClusterSource; readonly id: string }[];
  /** When each of the boards with a defect was looked at. */
  readonly times: readonly Date[];
  /** The order that was in hand when the last one came. */
  readonly order: string | null;
  /** What it is, what it probably comes of, and what to look at first. */
  readonly text: Bilingual;
  readonly cause: Bilingual;
  readonly advice: Bilingual;
}

type ClusterEvent = "defects.clustered" | "defects.ended" | "defects.explained";

const eventOf = (
  type: ClusterEvent,
  id: string,
  cluster: Pick<
    FoundCluster,
    "line" | "method" | "kind" | "source" | "sourceId" | "product" | "found" | "expected" | "designators"
  >,
  time: Date,
  more: Readonly<Record<string, unknown>> = {},
  { actorId, order }: { readonly actorId?: string; readonly order?: string | null } = {},
): NewEvent => {
  const { line, method, kind, source, sourceId, product, found, expected, designators } = cluster;
  return {
    id: contentHash(type, id),
    type,
    time,
    source: "analyst",
    objects: [
      { id, type: "defect_cluster", qualifier: "about" },
      { id: line, type: "equipment", qualifier: "line" },
      ...(order ? [{ id: order, type: "work_order", qualifier: "order" }] : []),
      ...(actorId ? [{ id: actorId, type: "person", qualifier: "actor" }] : []),
    ],
    attributes: {
      ...{ method, kind, source, sourceId, product, found },
      expected: Number(expected.toPrecision(2)),
      designators: designators.slice(0, 20),
      ...more,
    },
  };
};

/** So many since a person has said what it was make a new cluster. */
const leastSinceClosed = 3;

/** Whether a person has said of these defects already what they were. */
const isSettled = async (tx: Tx, { line, method, kind, source, sourceId, times }: FoundCluster) => {
  const closed = await tx
    .selectFrom("defect_cluster")
    .select((fields) => fields.fn.max("ended_at").as("at"))
    .where("line", "=", line)
    .where("method", "=", method)
    .where("kind", "=", kind)
    .where("source", "=", source)
    .where("source_id", "=", sourceId)
    .where("status", "=", "Closed")
    .executeTakeFirst();
  const at = closed?.at;
  return Boolean(at) && times.filter((time) => time > at!).length < leastSinceClosed;
};

const openLike = async (
  tx: Tx,
  { line, method, kind, source, sourceId, product, designators }: FoundCluster,
) => {
  const rows = await tx
    .selectFrom("defect_cluster")
    .selectAll()
    .where("line", "=", line)
    .where("method", "=", method)
    .where("kind", "=", kind)
    .where("status", "=", "Open")
    .forUpdate()
    .execute();
  return (
    rows.find((row) => row.source === source && row.source_id === sourceId && row.product_id === product) ??
    // With more defects another cause may explain them better: it stays one cluster.
    rows.find((row) => row.designators.some((one) => designators.includes(one)))
  );
};

/** Stores what one look has found: a cluster that is open gets the new figures, one that is new is told as an event. Gives how many are. */
export const storeClusters = async (
  tx: Tx,
  clusters: readonly FoundCluster[],
  now: Date,
): Promise<number> => {
  // One look at a time: two must not open the same cluster.
  await sql`select pg_advisory_xact_lock(${advisoryLocks.defectClusters})`.execute(tx);
  let fresh = 0;
  for (const cluster of clusters) {
    const row = {
      ...{ source: cluster.source, source_id: cluster.sourceId, product_id: cluster.product },
      ...{
        found: cluster.found,
        rejected: cluster.rejected,
        expected: cluster.expected,
        boards: cluster.boards,
      },
      ...{ chance: cluster.chance, tests: cluster.tests, last_at: cluster.lastAt },
      designators: [...cluster.designators],
      alternatives: JSON.stringify(cluster.alternatives),
    };
    const known = await openLike(tx, cluster);
    if (known) {
      await tx.updateTable("defect_cluster").set(row).where("id", "=", known.id).execute();
      continue;
    }
    if (await isSettled(tx, cluster)) continue;
    const { line, method, kind, firstAt } = cluster;
    // Of this look: what comes again after a person has closed it may begin with the same defect.
    const what = [line, method, kind, row.source, row.source_id, row.product_id, now];
    const id = `CL-${contentHash("cluster", what).slice(0, 10).toUpperCase()}`;
    await tx
      .insertInto("defect_cluster")
      .values({
        ...{ id, line, method, kind, ...row, status: "Open", opened_at: now, first_at: firstAt },
        ...{ ended_at: null, closed_by: null, cause: null, note: null },
      })
      .execute();
    fresh += 1;
    const { boards, text, cause, advice, order } = cluster;
    const told = eventOf("defects.clustered", id, cluster, now, { boards, text, cause, advice }, { order });
    await appendEvents(tx, [told]);
  }
  return fresh;
};

/** Ends the clusters that have had no defect since a moment. */
export const endClusters = async (tx: Tx, quietSince: Date, now: Date): Promise<void> => {
  const over = await tx
    .updateTable("defect_cluster")
    .set({ status: "Over", ended_at: now })
    .where("status", "=", "Open")
    .where("last_at", "<", quietSince)
    .returningAll()
    .execute();
  await appendEvents(
    tx,
    over.map((row) =>
      eventOf("defects.ended", row.id, { ...row, sourceId: row.source_id, product: row.product_id }, now),
    ),
  );
};

/**
 * A person says what a cluster was.
 *
 * @param cause Whether the cause that was named is what it was.
 * @throws MillwrightError NOT_FOUND for one that is not open.
 */
export const closeCluster = async (
  tx: Tx,
  {
    id,
    cause,
    note,
    actorId,
    now,
  }: { id: string; cause: "Confirmed" | "Other" | "NoCause"; note: string; actorId: string; now: Date },
): Promise<void> => {
  const row = await tx
    .updateTable("defect_cluster")
    .set({ status: "Closed", ended_at: now, closed_by: actorId, cause, note: note || null })
    .where("id", "=", id)
    .where("status", "<>", "Closed")
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "open cluster", id });
  const told = { ...row, sourceId: row.source_id, product: row.product_id };
  await appendEvents(tx, [
    eventOf("defects.explained", id, told, now, { verdict: cause, note }, { actorId }),
  ]);
};
