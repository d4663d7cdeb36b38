import { type KeyObject, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import { plantNow } from "../clock.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents, eventColumns } from "../events.ts";
import { tellSessionEnd } from "../session-channel.ts";
import { lockSealing, sealAudit } from "./chain.ts";
import { leafOf } from "./leaf.ts";
import { type RedactedRow, recordRedaction } from "./redaction.ts";

/** Where somebody is named: rows by table. */
export type Traces = Readonly<Record<string, number>>;

export interface Pseudonymised {
  /** By what he or she is known from now on; nothing leads back from it. */
  readonly pseudonym: string;
  readonly traces: Traces;
}

/**
 * Tables that are not rewritten: the seals themselves; files of documents and what is read of them, which their keepers bring a new
 * revision of; and what holds hashes only. The events are rewritten under a redaction of their own.
 */
const apart = new Set([
  "event",
  "event_default",
  "event_id",
  "audit_batch",
  "audit_redaction",
  "knowledge_content",
  "knowledge_passage",
  "text_vector",
  "migration",
]);

interface Named {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** A name as a pattern of PostgreSQL: not within a longer word or id; Chinese has no words to be within. */
const patternOf = (name: string): string =>
  /\p{Script=Han}/u.test(name) ? escaped(name) : `(?<![\\w.@-])${escaped(name)}(?![\\w@-]|\\.\\w)`;

/** What is put in the place of what; longer names first, as a shorter one may be part of them. */
const replacements = ({ id, zh, en }: Named, to: Named, isShared: boolean) => {
  const names: (readonly [string, string])[] = isShared
    ? [[id, to.id]]
    : [
        [id, to.id],
        [zh, to.zh],
        [en, to.en],
      ];
  const known = new Map(names.filter(([name]) => name.trim().length > 1));
  return [...known].toSorted(([a], [b]) => b.length - a.length);
};
type Replacements = ReturnType<typeof replacements>;

const anyOf = (pairs: Replacements) => pairs.map(([name]) => patternOf(name)).join("|");
const replacedIn = (column: string, pairs: Replacements) =>
  pairs.reduce(
    (inner, [name, to]) => sql`regexp_replace(${inner}, ${patternOf(name)}, ${to}, 'g')`,
    sql`${sql.ref(column)}::text`,
  );

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: "text" | "text[]" | "jsonb";
}

/** Every column that may hold a name, of whatever table there is. */
const textColumns = async (db: Db | Tx): Promise<Column[]> => {
  const { rows } = await sql<Column>`
    select c.relname as "table", a.attname as "column", format_type(a.atttypid, null) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb')
    order by c.relname, a.attnum`.execute(db);
  return rows.filter(
    ({ table, column }) =>
      !apart.has(table) && !((table === "app_user" || table === "person") && column === "id"),
  );
};

/** @throws MillwrightError NOT_FOUND for an id of nobody. */
const namedOf = async (db: Db | Tx, id: string): Promise<{ named: Named; isShared: boolean }> => {
  const known = await Promise.all(
    (["app_user", "person"] as const).map((table) =>
      db.selectFrom(table).select(["id", "name_zh", "name_en"]).execute(),
    ),
  );
  const all = known.flat();
  const row = all.find((one) => one.id === id);
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "person", id });
  // Two people of one name: the name alone tells neither of them, and is left.
  const isShared = all.some(
    (one) => one.id !== id && (one.name_zh === row.name_zh || one.name_en === row.name_en),
  );
  return { named: { id, zh: row.name_zh, en: row.name_en }, isShared };
};

/** Where somebody is named, before anything is changed. @throws MillwrightError NOT_FOUND. */
export const tracesOf = async (db: Db | Tx, id: string): Promise<Traces> => {
  const { named, isShared } = await namedOf(db, id);
  const any = anyOf(replacements(named, named, isShared));
  const traces: Record<string, number> = {};
  const byTable = Map.groupBy(await textColumns(db), ({ table }) => table);
  for (const [table, columns] of [
    ...byTable,
    ["event", [{ column: "objects" }, { column: "attributes" }]] as const,
  ]) {
    const holds = columns.map(({ column }) => sql`${sql.ref(column)}::text ~ ${any}`);
    const { rows } = await sql<{
      count: string;
    }>`select count(*) as count from ${sql.table(table)} where ${sql.join(holds, sql` or `)}`.execute(db);
    const count = Number(rows[0]?.count ?? 0);
    if (count > 0) traces[table] = count;
  }
  return traces;
};

/** @throws MillwrightError INVALID_INPUT for oneself, and for the last manager. */
const requireDispensable = async (tx: Tx, id: string, actorId: string | undefined): Promise<void> => {
  const refuse = (problem: string) => {
    throw new MillwrightError("INVALID_INPUT", { path: "id", problem });
  };
  if (id === actorId) refuse("is you: somebody else has to do this");
  const managers = await tx
    .selectFrom("app_user")
    .select("id")
    .where(sql<boolean>`'manager' = any(roles)`)
    .execute();
  if (managers.length === 1 && managers[0]!.id === id)
    refuse("is the last manager; give somebody else the role first");
};

/** A row of the same kind under the new name, to which all that referred to the old one is moved. */
const renameRows = async (tx: Tx, from: string, to: Named): Promise<void> => {
  await sql`insert into app_user (id, name_zh, name_en, title_zh, title_en, roles, password_hash)
    select ${to.id}, ${to.zh}, ${to.en}, '', '', '{}', '' from app_user where id = ${from}`.execute(tx);
  await sql`insert into person (id, name_zh, name_en, role, area)
    select ${to.id}, ${to.zh}, ${to.en}, role, area from person where id = ${from}`.execute(tx);
};

const pageRows = 2_000;

/** Rewrites the events that name somebody, and signs how the sealed ones of them look now. */
const redactEvents = async (tx: Tx, key: KeyObject, pairs: Replacements): Promise<number> => {
  const any = anyOf(pairs);
  const sealed = await tx
    .selectFrom("audit_batch")
    .select("to_seq")
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const lastSealed = BigInt(sealed?.to_seq ?? 0);
  const redacted: RedactedRow[] = [];
  let [position, changed] = ["0", 0];
  for (;;) {
    const rows = await tx
      .selectFrom("event")
      .select(eventColumns)
      .where("seq", ">", position)
      .where(sql<boolean>`(objects::text ~ ${any} or attributes::text ~ ${any})`)
      .orderBy("seq")
      .limit(pageRows)
      .execute();
    const last = rows.at(-1);
    if (!last) break;
    const seqs = rows.map(({ seq }) => seq);
    await sql`update event set objects = ${replacedIn("objects", pairs)}::jsonb, attributes = ${replacedIn("attributes", pairs)}::jsonb
      where seq = any(${seqs}::bigint[])`.execute(tx);
    const after = await tx.selectFrom("event").select(eventColumns).where("seq", "in", seqs).execute();
    const now = new Map(after.map((row) => [row.seq, row]));
    for (const row of rows)
      if (BigInt(row.seq) <= lastSealed)
        redacted.push({ seq: row.seq, old: leafOf(row), now: leafOf(now.get(row.seq)!) });
    changed += rows.length;
    position = last.seq;
  }
  if (redacted.length > 0) await recordRedaction(tx, key, redacted);
  return changed;
};

export interface Leaver {
  readonly id: string;
  /** Who has it done; absent on the command line. */
  readonly actorId?: string | undefined;
}

/**
 * Takes somebody who has left out of the data store: the id and the names give way to a random pseudonym wherever people read, the
 * account, its keys and sessions end. It cannot be undone: nothing is kept that leads back. Sealed events are rewritten too, and how
 * they look now is signed, so that the chain of the audit goes on verifying.
 *
 * @throws MillwrightError NOT_FOUND, INVALID_INPUT.
 */
export const pseudonymise = async (
  db: Db,
  key: KeyObject,
  { id, actorId }: Leaver,
): Promise<Pseudonymised> => {
  await sealAudit(db, key);
  return db.transaction().execute(async (tx) => {
    await lockSealing(tx);
    const { named, isShared } = await namedOf(tx, id);
    await requireDispensable(tx, id, actorId);
    const traces = await tracesOf(tx, id);
    const code = randomBytes(4).toString("hex").toUpperCase();
    const to: Named = { id: `LEFT-${code}`, zh: `离职人员 ${code}`, en: `Former employee ${code}` };
    const pairs = replacements(named, to, isShared);
    const any = anyOf(pairs);
    await renameRows(tx, id, to);
    await tx.deleteFrom("api_key").where("user_id", "=", id).execute();
    await sql`delete from sign_in_failure where key ~ ${any}`.execute(tx);
    for (const { table, column, type } of await textColumns(tx)) {
      const cast = type === "text" ? sql`` : type === "jsonb" ? sql`::jsonb` : sql`::text[]`;
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = (${replacedIn(column, pairs)})${cast}
        where ${sql.ref(column)}::text ~ ${any}`.execute(tx);
    }
    await tx.deleteFrom("app_user").where("id", "=", id).execute();
    await tx.deleteFrom("person").where("id", "=", id).execute();
    const events = await redactEvents(tx, key, pairs);
    await appendEvents(tx, [
      {
        id: contentHash("person.pseudonymised", to.id),
        type: "person.pseudonymised",
        time: await plantNow(tx),
        source: actorId ? "api" : "command",
        objects: [
          { id: to.id, type: "leaver", qualifier: "left" },
          ...(actorId ? [{ id: actorId, type: "person", qualifier: "actor" }] : []),
        ],
        attributes: { events, tables: Object.keys(traces) },
      },
    ]);
    await tellSessionEnd(tx);
    return { pseudonym: to.id, traces };
  });
};
