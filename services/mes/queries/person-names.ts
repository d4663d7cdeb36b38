import type { Db } from "../database.ts";

/** How long names are remembered, ms. */
const keptMs = 60_000;

/** What people are called, and the ids by which they are known, read again each minute. */
export const createPersonNames = (db: Db): (() => Promise<readonly string[]>) => {
  let known: { readonly names: readonly string[]; readonly until: number } | undefined;
  return async () => {
    if (known && known.until > Date.now()) return known.names;
    const users = await db.selectFrom("app_user").select(["id", "name_zh", "name_en"]).execute();
    const people = await db.selectFrom("person").select(["id", "name_zh", "name_en"]).execute();
    const names = [...users, ...people].flatMap(({ id, name_zh, name_en }) => [id, name_zh, name_en]);
    known = { names, until: Date.now() + keptMs };
    return names;
  };
};
