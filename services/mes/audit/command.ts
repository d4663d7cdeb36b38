import { sign } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { sql } from "kysely";
import { loadConfig } from "../../core/config.ts";
import { CommandError, type CommandOutput, flag, runCommand, text, withDatabase } from "../command-line.ts";
import type { Db } from "../database.ts";
import { eventColumns } from "../events.ts";
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

const exported = async (db: Db, { from, to, person, order }: Given): Promise<string> => {
  let query = db.selectFrom("event").select(eventColumns).orderBy("seq");
  if (from) query = query.where("time", ">=", timeOf("from", from));
  if (to) query = query.where("time", "<", timeOf("to", to));
  for (const [type, id] of [
    ["person", person],
    ["work_order", order],
  ] as const)
    if (id) query = query.where(sql<boolean>`objects @> ${JSON.stringify([{ id, type }])}::jsonb`);
  return (await query.execute()).map((row) => `${JSON.stringify(row)}\n`).join("");
};

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
      const lines = await exported(db, values);
      await writeFile(values.export, lines);
      await writeFile(`${values.export}.sig`, `${sign(null, Buffer.from(lines), key).toString("base64")}\n`);
      answer(`${values.export}: ${lines.split("\n").length - 1} events, signed in ${values.export}.sig.`);
    }
    return 0;
  });
};

/** Checks, seals and exports the audit; gives the exit code: 0 whole, 1 tampered with, 2 wrong command line. */
export const runAudit = (args: readonly string[], output: CommandOutput): Promise<number> =>
  runCommand(args, { usage, options }, output, (values) => work(values, output));
