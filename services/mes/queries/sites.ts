import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** Stands for the site of lines that belong to none. */
const usualSite = "PLANT";

/** The site that a line or station is part of: the Sparkplug group and the branch of CFX topics that it speaks in. */
export const siteOf = async (db: Db | Tx, equipment: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    with recursive above as (
      select id, parent_id, level from equipment where id = ${equipment}
      union select e.id, e.parent_id, e.level from equipment e join above a on e.id = a.parent_id
    )
    select id from above where level = 'Site'`.execute(db);
  return rows[0]?.id ?? usualSite;
};

/** All sites that equipment of this plant may report in. */
export const sitesOf = async (db: Db): Promise<string[]> => {
  const sites = await db.selectFrom("equipment").select("id").where("level", "=", "Site").execute();
  return [...sites.map(({ id }) => id), usualSite];
};
