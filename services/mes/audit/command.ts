import { sign } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { sql } from "kysely";
import { loadConfig } from "../../core/config.ts";
import { CommandError, type CommandOutput, flag, runCommand, text, withDatabase } from "../command-line.ts";
import type { Db } from "../database.ts";
import { eventColumns, type StoredEvent } from "../events.ts";
import { adoptAudit } from "./adopt.ts";
import { sealAudit, type Verified, verifyAudit } from "./chain.ts";
import { auditKey, ownAuditKey } from "./key.ts";

const usage = [
  "Usage: npm run audit -- [--seal] [--expect HASH] [--database-url URL]",
  "       checks the sealed events; --seal seals what is new; --expect: a head that was told before must still be there",
  "       npm run audit -- --adopt [--expect HASH]",
  "       signs the whole chain with the key of this DATA_DIR, where the one that has sealed it is lost",
  "       npm run audit -- --export FILE [--from TIME] [--to TIME] [--person ID] [--order ID]",
  "       writes events as JSON lines, and FILE.sig with the signature of the plant's audit key (Ed25519)",
].join("\n");

const options = {
  seal: flag,
  adopt: flag,
  expect: text,
  export: text,
  from: text,
  to: text,
  person: text,
  order: text,
} as const;

type Given = Readonly<
  Partial<Record<"expect" | "export" | "from" | "to" | "person" | "order" | "database-url", string>>
> &
  Readonly<Partial<Record<"seal" | "adopt", boolean | undefined>>>;

const timeOf = (name: string, text: string): Date => {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new CommandError(`--${name} ${text}: a time such as 2026-11-27T08:00:00+08:00`);
  return time;
};

/** Rows that are read at once: an audit of years is not in memory as objects, nor as one text, which has a longest length. */
const pageRows = 4_096;

const exported = async (db: Db, { from, to, person, order }: Given) => {
  let query = db.selectFrom("event").select(eventColumns).orderBy("seq").limit(pageRows);
  if (from) query = query.where("time", ">=", timeOf("from", from));
  if (to) query = query.where("time", "<", timeOf("to", to));
  for (const [type, id] of [
    ["person", person],
    ["work_order", order],
  ] as const)
    if (id) query = query.where(sql<boolean>`objects @> ${JSON.stringify([{ id, type }])}::jsonb`);
  const parts: Buffer[] = [];
  let count = 0;
  for (let after: string | undefined = "0"; after !== undefined; ) {
    const rows: StoredEvent[] = await query.where("seq", ">", after).execute();
    parts.push(Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
    count += rows.length;
    after = rows[pageRows - 1]?.seq;
  }
  return { lines: Buffer.concat(parts), count };
};

/** @throws CommandError where there is no such folder, or nobody may write there. */
const write = (path: string, content: Buffer | string): Promise<void> =>
  writeFile(path, content).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} cannot be written: ${error.code ?? error.message}`);
  });

/** Whether a head that was told is in the chain; without one there is nothing to miss. */
const holds = async (db: Db, head: string | undefined): Promise<boolean> =>
  head === undefined ||
  (await db.selectFrom("audit_batch").select("number").where("hash", "=", head).executeTakeFirst()) !==
    undefined;

const toldBroken = ({ batches, broken }: Verified): string => {
  const where = broken?.seq === undefined ? "" : `, event ${broken.seq}`;
  return `NOT whole: ${broken?.problem} at batch ${broken?.batch}${where}; the ${batches} batches before are.`;
};

const work = async (values: Given, { answer }: CommandOutput): Promise<number> => {
  const { DATA_DIR } = loadConfig();
  return withDatabase(values["database-url"], 2, async (db) => {
    const key = await (values.adopt ? ownAuditKey(DATA_DIR) : auditKey(db, DATA_DIR));
    if (!(await holds(db, values.expect))) {
      answer(`NOT whole: the head ${values.expect} is no longer in the chain.`);
      return 1;
    }
    if (values.adopt) {
      const adopted = await adoptAudit(db, key);
      if (!adopted.broken) answer(`${adopted.batches} batches are signed with the key in ${DATA_DIR}.`);
      else {
        answer(toldBroken(adopted));
        return 1;
      }
    }
    if (values.seal) answer(`${await sealAudit(db, key)} events sealed.`);
    const found = await verifyAudit(db, key);
    if (found.broken) {
      answer(toldBroken(found));
      return 1;
    }
    const { batches, rows, head, unsealed, redacted } = found;
    answer(`Whole: ${rows} events in ${batches} batches, head ${head}; ${unsealed} not sealed yet.`);
    if (redacted > 0) answer(`${redacted} events were rewritten under a signature, since somebody left.`);
    if (values.export) {
      const { lines, count } = await exported(db, values);
      await write(values.export, lines);
      await write(`${values.export}.sig`, `${sign(null, lines, key).toString("base64")}\n`);
      answer(`${values.export}: ${count} events, signed in ${values.export}.sig.`);
    }
    return 0;
  });
};

/** Checks, seals and exports the audit; gives the exit code: 0 whole, 1 tampered with, 2 wrong command line. */
export const runAudit = (args: readonly string[], output: CommandOutput): Promise<number> =>
  runCommand(args, { usage, options }, output, (values) => work(values, output));
