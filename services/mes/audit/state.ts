import { sql } from "kysely";
import type { Db } from "../database.ts";
import type { Verified } from "./chain.ts";

/** A stretch of the chain as it is drawn: one batch, or some of a long chain. */
export interface ChainPart {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly sealedAt: Date;
}

/** The last look at the whole chain. */
export interface ChainCheck {
  readonly id: string;
  readonly status: "Asked" | "Running" | "Done" | "Failed";
  readonly askedBy: string | null;
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
  /** Batches found whole so far. */
  readonly batches: number;
  readonly head: string | null;
  readonly broken: Verified["broken"] | null;
}

export interface ChainState {
  readonly batches: number;
  readonly rows: number;
  readonly unsealed: number;
  readonly parts: readonly ChainPart[];
  readonly check: ChainCheck | null;
}

/** Parts that a picture can show. */
const mostParts = 60;

const lastCheck = async (db: Db): Promise<ChainCheck | null> => {
  const row = await db
    .selectFrom("audit_task")
    .selectAll()
    .where("kind", "=", "Check")
    .orderBy("asked_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const result = (row.result ?? {}) as Partial<Verified>;
  return {
    id: row.id,
    status: row.status,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    finishedAt: row.finished_at,
    batches: result.batches ?? row.progress,
    head: result.head ?? null,
    broken: result.broken ?? null,
  };
};

/** How far the events are sealed, and what the last look at the chain has found. */
export const chainState = async (db: Db): Promise<ChainState> => {
  const { rows: parts } = await sql<ChainPart>`
    select min(number)::int as "from", max(number)::int as "to", sum(cardinality(seqs))::int as rows, max(sealed_at) as "sealedAt"
    from (select number, seqs, sealed_at, ntile(${mostParts}) over (order by number) as part from audit_batch) b
    group by part order by part`.execute(db);
  const { rows: open } = await sql<{ count: string }>`
    select count(*) as count from event where seq > coalesce((select to_seq from audit_batch order by number desc limit 1), 0)`.execute(
    db,
  );
  return {
    batches: parts.at(-1)?.to ?? 0,
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    unsealed: Number(open[0]?.count ?? 0),
    parts,
    check: await lastCheck(db),
  };
};
