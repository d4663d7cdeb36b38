import { createHash, type KeyObject, sign, verify } from "node:crypto";
import type { Db, Tx } from "../database.ts";
import { begin, hashBytes } from "./leaf.ts";

/** A sealed event that is rewritten, by the hash of its row before and after. */
export interface RedactedRow {
  readonly seq: string;
  readonly old: Buffer;
  readonly now: Buffer;
}

interface Redaction {
  readonly number: number;
  readonly previous: string;
  readonly seqs: readonly string[];
  readonly old_leaves: Buffer;
  readonly new_leaves: Buffer;
}
const hashOf = ({ number, previous, seqs, old_leaves, new_leaves }: Redaction): string =>
  createHash("sha256")
    .update(`redaction ${number}\n${previous}\n${seqs.join(",")}\n`)
    .update(old_leaves)
    .update(new_leaves)
    .digest("hex");

/** Writes down, under the signature, that sealed rows were rewritten; gives the number of that. */
export const recordRedaction = async (
  tx: Tx,
  key: KeyObject,
  rows: readonly RedactedRow[],
): Promise<number> => {
  const last = await tx
    .selectFrom("audit_redaction")
    .select(["number", "hash"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const redaction = {
    number: (last?.number ?? 0) + 1,
    previous: last?.hash ?? begin,
    seqs: rows.map(({ seq }) => seq),
    old_leaves: Buffer.concat(rows.map(({ old }) => old)),
    new_leaves: Buffer.concat(rows.map(({ now }) => now)),
  };
  const hash = hashOf(redaction);
  const signature = sign(null, Buffer.from(hash, "hex"), key).toString("base64");
  await tx
    .insertInto("audit_redaction")
    .values({ ...redaction, hash, signature, at: new Date() })
    .execute();
  return redaction.number;
};

/** The redactions of a chain, checked: how each row has to look now. */
export interface Redactions {
  readonly rows: number;
  /** Number of the first one that is not what was signed. */
  readonly broken?: number;
  /** The hash that a row has to have, of the one that was sealed. */
  leafNow(seq: string, sealed: Buffer): Buffer;
}

export const readRedactions = async (db: Db | Tx, publicKey: KeyObject): Promise<Redactions> => {
  const changes = new Map<string, { readonly old: Buffer; readonly now: Buffer }[]>();
  let [previous, number] = [begin, 0];
  let broken: number | undefined;
  for (const redaction of await db.selectFrom("audit_redaction").selectAll().orderBy("number").execute()) {
    const isSound =
      redaction.number === number + 1 &&
      redaction.previous === previous &&
      hashOf(redaction) === redaction.hash &&
      verify(null, Buffer.from(redaction.hash, "hex"), publicKey, Buffer.from(redaction.signature, "base64"));
    if (!isSound) {
      broken = redaction.number;
      break;
    }
    [previous, number] = [redaction.hash, redaction.number];
    for (const [index, seq] of redaction.seqs.entries()) {
      const at = [index * hashBytes, (index + 1) * hashBytes] as const;
      const change = { old: redaction.old_leaves.subarray(...at), now: redaction.new_leaves.subarray(...at) };
      changes.set(seq, [...(changes.get(seq) ?? []), change]);
    }
  }
  return {
    rows: changes.size,
    ...(broken === undefined ? {} : { broken }),
    leafNow: (seq, sealed) =>
      (changes.get(seq) ?? []).reduce((leaf, { old, now }) => (leaf.equals(old) ? now : leaf), sealed),
  };
};
