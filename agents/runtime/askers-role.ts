import { type PersonRole, personRoles } from "../../services/core/roles.ts";
import type { Db } from "../../services/mes/database.ts";

/** The role of who asked for a call, the first of several; undefined for who has none. */
export const askersRole = async (db: Db, toolCallId: string): Promise<PersonRole | undefined> => {
  const person = await db
    .selectFrom("tool_call as t")
    .innerJoin("app_user as u", "u.id", "t.user_id")
    .select("u.roles")
    .where("t.id", "=", toolCallId)
    .executeTakeFirst();
  return personRoles.find((role) => person?.roles.includes(role));
};
