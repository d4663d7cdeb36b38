import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** The group of lines that belong to no site. */
const usualGroup = "PLANT";

/** The Sparkplug group that a line reports and is commanded in: the site that it is part of. */
export const sparkplugGroupOf = async (db: Db | Tx, line: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    with recursive above as (
      select id, parent_id, level from equipment where id = ${line}
      union select e.id, e.parent_id, e.level from equipment e join above a on e.id = a.parent_id
    )
    select id from above where level = 'Site'`.execute(db);
  return rows[0]?.id ?? usualGroup;
};

/** All groups that lines of this plant may report in. */
export const sparkplugGroups = async (db: Db): Promise<string[]> => {
  const sites = await db.selectFrom("equipment").select("id").where("level", "=", "Site").execute();
  return [...sites.map(({ id }) => id), usualGroup];
};
