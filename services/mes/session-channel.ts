import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

/** Its payload names a session that was ended; an empty one says that any may have been, and each is to be looked at. */
export const sessionChannel = "mw_session";

/** Has whoever holds sessions open look at each of them: a key, a password or a person is no more what it was. */
export const lookAtSessions = async (db: Db | Tx): Promise<void> => {
  await sql`select pg_notify(${sessionChannel}, '')`.execute(db);
};
