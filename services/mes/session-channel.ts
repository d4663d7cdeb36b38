import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

/** Its payload names a session that was ended; an empty one says that any may have been, and each is to be looked at. */
export const sessionChannel = "mw_session";

/** Has whoever holds sessions open close the one that has ended; without a name, look at each: a password or a person is no more what it was. */
export const tellSessionEnd = async (db: Db | Tx, session = ""): Promise<void> => {
  await sql`select pg_notify(${sessionChannel}, ${session})`.execute(db);
};
