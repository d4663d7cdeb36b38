import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";
import { eventColumns, type StoredEvent } from "../events.ts";
import { advisoryLocks } from "../locks.ts";
import { lastBatch, requireSigner } from "./key.ts";
import { begin, hashBytes, leafOf } from "./leaf.ts";
import { readRedactions } from "./redaction.ts";

/**
 * The event stream as an audit that shows tampering. Rows are written by many at once, so a chain from row to row would make them
 * wait for each other; instead what is there is sealed from time to time in batches. A batch keeps the SHA-256 of each of its rows,
 * so that the first changed row is found; its own hash goes over these and the hash of the batch before, and is signed with a key
 * that is not in the data store, so that whoever can write there cannot seal anew.
 */
const batchRows = 4_096;
type Row = StoredEvent;

interface Sealed {
  readonly number: number;
  readonly previous: string;
  readonly seqs: readonly string[];
  readonly leaves: Buffer;
}
const hashOf = ({ number, previous, seqs, leaves }: Sealed): string =>
  createHash("sha256")
    .update(`${number}\n${previous}\n${seqs.join(",")}\n`)
    .update(leaves)
    .digest("hex");

const rowsBetween = (db: Db | Tx, after: string, to: string, limit?: number): Promise<Row[]> => {
  const query = db
    .selectFrom("event")
    .select(eventColumns)
    .where("seq", ">", after)
    .where("seq", "<=", to)
    .orderBy("seq");
  return (limit ? query.limit(limit) : query).execute();
};

/**
 * Up to where the stream grows no more: with the lock nobody is writing, so that every number up to the last is there, or never
 * will be. Undefined where writers keep it too long; the next sealing takes what was left.
 */
const settledSeq = (db: Db): Promise<string | undefined> =>
  db
    .transaction()
    .execute(async (tx) => {
      await sql`set local lock_timeout = '1s'`.execute(tx);
      await sql`lock table event in share mode`.execute(tx);
      const row = await tx
        .selectFrom("event")
        .select((fields) => fields.fn.max("seq").as("seq"))
        .executeTakeFirst();
      return row?.seq ?? undefined;
    })
    .catch((error: { code?: string }) => {
      if (error.code === "55P03") return undefined;
      throw error;
    });

/** One at a time writes to the chain; until the transaction ends. */
export const lockSealing = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(${advisoryLocks.sealing})`.execute(tx);

/**
 * Seals what has come since the last batch; gives the number of rows. Several may seal at once: one does.
 *
 * @throws MillwrightError AUDIT_KEY_DIFFERS: what another key has sealed is not gone on with.
 */
export const sealAudit = async (db: Db, key: KeyObject): Promise<number> => {
  const settled = await settledSeq(db);
  if (settled === undefined) return 0;
  let rows = 0;
  for (;;) {
    const sealed = await db.transaction().execute(async (tx) => {
      await lockSealing(tx);
      const last = await lastBatch(tx);
      requireSigner(last, key);
      const part = await rowsBetween(tx, last?.to_seq ?? "0", settled, batchRows);
      const [first, end] = [part[0], part.at(-1)];
      if (!first || !end) return 0;
      const batch = {
        number: (last?.number ?? 0) + 1,
        previous: last?.hash ?? begin,
        seqs: part.map(({ seq }) => seq),
        leaves: Buffer.concat(part.map(leafOf)),
      };
      const hash = hashOf(batch);
      await tx
        .insertInto("audit_batch")
        .values({
          ...batch,
          from_seq: first.seq,
          to_seq: end.seq,
          hash,
          signature: sign(null, Buffer.from(hash, "hex"), key).toString("base64"),
          sealed_at: new Date(),
        })
        .execute();
      return part.length;
    });
    rows += sealed;
    if (sealed < batchRows) return rows;
  }
};

export interface Broken {
  readonly batch: number;
  /** The row; absent where the batch itself is not what was sealed. */
  readonly seq?: string;
  readonly problem:
    | "batch missing"
    | "batch changed"
    | "redaction changed"
    | "signature wrong"
    | "row changed"
    | "row missing"
    | "row added";
}

export interface Verified {
  readonly batches: number;
  readonly rows: number;
  /** Hash of the last batch: kept elsewhere, it shows later that none was cut off the end. */
  readonly head: string;
  /** Rows that are not sealed yet. */
  readonly unsealed: number;
  /** Rows that were rewritten under a signature, since somebody left. */
  readonly redacted: number;
  readonly broken?: Broken;
}

/**
 * Looks at the whole chain, and stops at the first place that is not what was sealed.
 *
 * @param onBatch Told how many batches were found whole, after each of them.
 */
export const verifyAudit = async (
  db: Db | Tx,
  key: KeyObject,
  onBatch: (batches: number) => Promise<unknown> = async () => {},
): Promise<Verified> => {
  const publicKey = createPublicKey(key);
  let [batches, rows, head, position] = [0, 0, begin, "0"];
  const redactions = await readRedactions(db, publicKey);
  const broken = (problem: Broken["problem"], batch: number, seq?: string): Verified => ({
    batches,
    rows,
    head,
    unsealed: 0,
    redacted: redactions.rows,
    broken: { batch, problem, ...(seq === undefined ? {} : { seq }) },
  });
  if (redactions.broken !== undefined) return broken("redaction changed", redactions.broken);
  for (;;) {
    const batch = await db
      .selectFrom("audit_batch")
      .selectAll()
      .where("number", ">", batches)
      .orderBy("number")
      .limit(1)
      .executeTakeFirst();
    if (!batch) break;
    const { number, hash, seqs, leaves } = batch;
    if (number !== batches + 1) return broken("batch missing", batches + 1);
    if (batch.previous !== head || hashOf(batch) !== hash) return broken("batch changed", number);
    if (!verify(null, Buffer.from(hash, "hex"), publicKey, Buffer.from(batch.signature, "base64")))
      return broken("signature wrong", number);
    const to = seqs.at(-1) ?? position;
    const found = new Map((await rowsBetween(db, position, to)).map((row) => [row.seq, row]));
    for (const [index, seq] of seqs.entries()) {
      const row = found.get(seq);
      if (!row) return broken("row missing", number, seq);
      const leaf = leaves.subarray(index * hashBytes, (index + 1) * hashBytes);
      if (!leafOf(row).equals(redactions.leafNow(seq, leaf))) return broken("row changed", number, seq);
      found.delete(seq);
    }
    const [added] = found.keys();
    if (added !== undefined) return broken("row added", number, added);
    [batches, head, position] = [number, hash, to];
    rows += seqs.length;
    await onBatch(batches);
  }
  const { count } = await db
    .selectFrom("event")
    .select((fields) => fields.fn.countAll<string>().as("count"))
    .where("seq", ">", position)
    .executeTakeFirstOrThrow();
  return { batches, rows, head, unsealed: Number(count), redacted: redactions.rows };
};
