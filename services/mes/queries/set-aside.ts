import type { Db } from "../database.ts";

/** Messages that could not be taken and that nobody has seen to. */
export const openSetAside = async (db: Db): Promise<number> => {
  const { count } = await db
    .selectFrom("set_aside_message")
    .select((fields) => fields.fn.countAll<string>().as("count"))
    .where("status", "=", "Open")
    .executeTakeFirstOrThrow();
  return Number(count);
};
