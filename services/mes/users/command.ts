import { randomUUID } from "node:crypto";
import { loadConfig } from "../../core/config.ts";
import { personRoles } from "../../core/roles.ts";
import { addApiKey } from "../api-keys.ts";
import { auditKey } from "../audit/key.ts";
import { pseudonymise, tracesOf } from "../audit/pseudonymise.ts";
import { CommandError, type CommandOutput, flag, runCommand, text, withDatabase } from "../command-line.ts";
import type { Db } from "../database.ts";
import { hashPassword } from "../password.ts";
import { tellSessionEnd } from "../session-channel.ts";

const shortestPassword = 8;

const usage = [
  "Usage: npm run user -- --id li.wei --name 李伟 --roles dispatcher,planner [--name-en 'Li Wei'] [--title 计划员] [--title-en Planner]",
  "                      [--database-url URL]   with the password on standard input",
  "       npm run user -- --id mes --name MES --roles integrator --key [--days 365]   a machine: prints its key, once",
  "       npm run user -- --id mes --revoke   ends all keys of a machine",
  "       npm run user -- --id li.wei --leave               somebody has left: tells where he or she is named",
  "       npm run user -- --id li.wei --leave --confirm li.wei   makes him or her anonymous for good; the audit goes on verifying",
  "       npm run user -- --list",
  `       roles: ${personRoles.join(", ")}`,
].join("\n");

const options = {
  id: text,
  name: text,
  "name-en": text,
  title: text,
  "title-en": text,
  roles: text,
  days: text,
  key: flag,
  revoke: flag,
  list: flag,
  leave: flag,
  confirm: text,
};

type Given = Readonly<
  Partial<Record<Exclude<keyof typeof options, "list" | "key" | "revoke" | "leave">, string>>
>;

/** @throws CommandError for an id that no sentence could name, or a role that there is not. */
const soundUser = (values: Given) => {
  const { id, name, roles: wanted } = values;
  if (!id || !name || !wanted) throw new CommandError(usage);
  if (!/^[\w.@-]{1,100}$/.test(id))
    throw new CommandError(`--id ${id}: letters, digits and . _ - @, at most 100 of them`);
  const roles = [...new Set(wanted.split(",").map((role) => role.trim()))];
  const unknown = roles.find((role) => !personRoles.some((known) => known === role));
  if (unknown !== undefined)
    throw new CommandError(`--roles: there is no role "${unknown}"; roles are ${personRoles.join(", ")}`);
  return {
    id,
    name_zh: name,
    name_en: values["name-en"] ?? name,
    title_zh: values.title ?? "",
    title_en: values["title-en"] ?? values.title ?? "",
    roles,
  };
};

/** @throws CommandError for what is no number of days. */
const endOf = (days: string | undefined): Date | null => {
  if (days === undefined) return null;
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new CommandError(`--days ${days}: a number of days from 1 to 9999`);
  return new Date(Date.now() + Number(days) * 86_400_000);
};

const listUsers = async (db: Db, answer: CommandOutput["answer"]): Promise<void> => {
  const users = await db
    .selectFrom("app_user as u")
    .select(["u.id", "u.name_zh", "u.roles"])
    .select((fields) =>
      fields
        .selectFrom("api_key as k")
        .select((key) => key.fn.countAll<string>().as("keys"))
        .whereRef("k.user_id", "=", "u.id")
        .as("keys"),
    )
    .orderBy("u.id")
    .execute();
  for (const { id, name_zh, roles, keys } of users)
    answer(`${id.padEnd(20)} ${name_zh}  ${roles.join(", ")}${Number(keys) > 0 ? `  keys: ${keys}` : ""}`);
};

const revokeKeys = async (
  id: string | undefined,
  databaseUrl: string | undefined,
  answer: CommandOutput["answer"],
): Promise<number> => {
  if (!id) throw new CommandError(usage);
  await withDatabase(databaseUrl, 2, async (db) => {
    const ended = await db.transaction().execute(async (tx) => {
      const keys = await tx.deleteFrom("api_key").where("user_id", "=", id).returning("id").execute();
      // A machine's session bears the name of its key.
      for (const key of keys) await tellSessionEnd(tx, key.id);
      return keys;
    });
    answer(`${ended.length} ${ended.length === 1 ? "key" : "keys"} of ${id} ended.`);
  });
  return 0;
};

const leave = async (values: Given, databaseUrl: string | undefined, answer: CommandOutput["answer"]) => {
  const { id, confirm } = values;
  if (!id) throw new CommandError(usage);
  if (confirm !== undefined && confirm !== id)
    throw new CommandError(`--confirm ${confirm}: must repeat the id ${id}; this cannot be undone`);
  await withDatabase(databaseUrl, 3, async (db) => {
    const traces = await tracesOf(db, id);
    for (const [table, rows] of Object.entries(traces)) answer(`${String(rows).padStart(8)}  ${table}`);
    if (confirm === undefined)
      return answer(`Nothing was changed. It cannot be undone: repeat with --confirm ${id}.`);
    const { pseudonym } = await pseudonymise(db, await auditKey(db, loadConfig().DATA_DIR), { id });
    answer(`${id} is ${pseudonym} from now on. Backups and exported files still hold the name.`);
  });
  return 0;
};

export interface UserOutput extends CommandOutput {
  /** The password, from where no list of processes and no history of commands shows it. */
  readonly secret: () => Promise<string>;
}

/** Adds somebody who may sign in, or brings them up to date; gives the exit code: 0 done, 2 wrong command line. */
export const runUsers = (args: readonly string[], output: UserOutput): Promise<number> =>
  runCommand(args, { usage, options }, output, async (values) => {
    const { answer, secret } = output;
    if (values.leave) return leave(values, values["database-url"], answer);
    if (values.revoke) return revokeKeys(values.id, values["database-url"], answer);
    const user = values.list ? undefined : soundUser(values);
    const expiresAt = endOf(values.days);
    // Nobody signs in with a machine's password: it is random, and told to no one.
    const password = values.key ? randomUUID() : user ? (await secret()).replace(/[\r\n]+$/, "") : "";
    if (user && password.length < shortestPassword)
      throw new CommandError(
        `The password on standard input needs ${shortestPassword} characters or more: echo … | npm run user -- …`,
      );
    await withDatabase(values["database-url"], 2, async (db) => {
      if (!user) return listUsers(db, answer);
      const row = { ...user, password_hash: await hashPassword(password) };
      const { password_hash, ...machine } = row;
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto("app_user")
          .values(row)
          .onConflict((conflict) => conflict.column("id").doUpdateSet(values.key ? machine : row))
          .execute();
        // A machine that gets another key keeps its password.
        if (!values.key) await tellSessionEnd(tx);
      });
      if (values.key) answer(await addApiKey(db, user.id, expiresAt));
      else answer(`${user.id} may sign in: ${user.roles.join(", ")}.`);
    });
    return 0;
  });
