import { personRoles } from "../../core/roles.ts";
import { CommandError, type CommandOutput, flag, runCommand, text, withDatabase } from "../command-line.ts";
import { hashPassword } from "../password.ts";

const shortestPassword = 8;

const usage = [
  "Usage: npm run user -- --id li.wei --name 李伟 --roles dispatcher,planner [--name-en 'Li Wei'] [--title 计划员] [--title-en Planner]",
  "                      [--database-url URL]   with the password on standard input",
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
  list: flag,
};

type Given = Readonly<Partial<Record<Exclude<keyof typeof options, "list">, string>>>;

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

export interface UserOutput extends CommandOutput {
  /** The password, from where no list of processes and no history of commands shows it. */
  readonly secret: () => Promise<string>;
}

/** Adds somebody who may sign in, or brings them up to date; gives the exit code: 0 done, 2 wrong command line. */
export const runUsers = (args: readonly string[], output: UserOutput): Promise<number> =>
  runCommand(args, { usage, options }, output, async (values) => {
    const { answer, secret } = output;
    const user = values.list ? undefined : soundUser(values);
    const password = user ? (await secret()).replace(/[\r\n]+$/, "") : "";
    if (user && password.length < shortestPassword)
      throw new CommandError(
        `The password on standard input needs ${shortestPassword} characters or more: echo … | npm run user -- …`,
      );
    await withDatabase(values["database-url"], 2, async (db) => {
      if (!user) {
        for (const { id, name_zh, roles } of await db
          .selectFrom("app_user")
          .selectAll()
          .orderBy("id")
          .execute())
          answer(`${id.padEnd(20)} ${name_zh}  ${roles.join(", ")}`);
        return;
      }
      const row = { ...user, password_hash: await hashPassword(password) };
      await db
        .insertInto("app_user")
        .values(row)
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
      answer(`${user.id} may sign in: ${user.roles.join(", ")}.`);
    });
    return 0;
  });
