import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** Tables of what a plant keeps by id beside orders, lines, materials, products and units. */
const thingTables = [
  "vehicle",
  "tool",
  "material_lot",
  "expected_receipt",
  "material_requisition",
  "transport_order",
  "job_order",
  "person",
] as const;
export type ThingKind =
  | (typeof thingTables)[number]
  | "sales_order"
  | "customer"
  | "cell"
  | "product"
  | "fleet";

export interface Thing {
  readonly kind: ThingKind;
  readonly id: string;
  /** How the sentence names it: its id, or a person's name. */
  readonly name: string;
}

/** An id as people say it: "AGV-2" is AGV-02. */
const plainly = (id: string): string => id.toLowerCase().replaceAll(/(^|[-_ ])0+(?=\d)/g, "$1");

/**
 * The things that a sentence names: by an id among its words, whatever the case and the leading zeros, or a person by name.
 *
 * @param words What may be an id, in small letters.
 */
export const thingsNamed = async (
  db: Db | Tx,
  text: string,
  words: readonly string[],
): Promise<readonly Thing[]> => {
  const spelled = [...new Set(words.map(plainly))];
  const rows = await sql<Thing>`
    with named(kind, id, name) as (
      ${sql.join(
        thingTables.map(
          (kind) => sql`
            select ${sql.lit(kind)}, id, id from ${sql.table(kind)}
            where lower(regexp_replace(id, '(^|[-_ ])0+(?=\\d)', '\\1', 'g')) = any(${spelled})`,
        ),
        sql` union all `,
      )}
      union all
      select 'sales_order', id, id from sales_order where id = any(${words.map((word) => word.toUpperCase())})
      union all
      select 'cell', id, id from cell where lower(id) = any(${words})
      union all
      select 'person', id, name_zh from person where name_zh <> '' and strpos(${text}, name_zh) > 0
      union all
      select 'person', id, name_en from person
      where length(name_en) > 3 and strpos(${text.toLowerCase()}, lower(name_en)) > 0
    )
    select distinct on (kind, id) kind, id, name from named order by kind, id`.execute(db);
  return rows.rows;
};

/** Vehicles, or robot cells, of a plant that has so few that no number is said. */
export const onlyThings = async (db: Db | Tx, kind: "vehicle" | "cell"): Promise<readonly string[]> =>
  (await db.selectFrom(kind).select("id").orderBy("id").limit(mostUnnumbered).execute()).map(({ id }) => id);
const mostUnnumbered = 6;
