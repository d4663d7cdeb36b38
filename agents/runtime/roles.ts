import { MillwrightError } from "../../services/core/errors.ts";
import type { PersonRole } from "../../services/core/roles.ts";
import type { Db } from "../../services/mes/database.ts";

/** Roles of a person as the data store knows them now; none for somebody it does not know. */
export const rolesOf = async (db: Db, userId: string): Promise<readonly string[]> =>
  (await db.selectFrom("app_user").select("roles").where("id", "=", userId).executeTakeFirst())?.roles ?? [];

/** For tools that nobody else approves. @throws MillwrightError FORBIDDEN. */
export const requireRoleOf = async (db: Db, userId: string, role: PersonRole): Promise<void> => {
  if (!(await rolesOf(db, userId)).includes(role)) throw new MillwrightError("FORBIDDEN", { role });
};
