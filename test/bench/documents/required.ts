import { sql } from "kysely";
import type { Db } from "../../../services/mes/database.ts";

/** What a document of a segment has to say, read by plain queries, as rows of words that stand together on the page. */
export const requiredOf = async (db: Db, master: string, segment: number): Promise<string[][]> => {
  const ask = async (query: string): Promise<string[][]> => {
    const { rows } = await sql.raw<Record<string, unknown>>(query).execute(db);
    return rows.map((row) =>
      Object.values(row).flatMap((value) => (value === null || value === "" ? [] : [String(value)])),
    );
  };
  const quoted = `'${master.replaceAll("'", "''")}'`;
  const own = `work_master_id = ${quoted} and segment = ${segment}`;
  const of = (alias: string) => `${alias}.work_master_id = ${quoted} and ${alias}.segment = ${segment}`;
  const rows = await Promise.all([
    ask(
      `select b.position, b.material_id, m.name_zh, b.quantity_per || ' ' || m.unit from bom_item b join material m on m.id = b.material_id where ${of("b")}`,
    ),
    ask(
      `select b.material_id as main, a.rank || '. ' || a.material_id from bom_alternate a join bom_item b using (work_master_id, segment, position) where ${of("a")}`,
    ),
    ask(
      `select b.material_id, v.vendor from approved_vendor v join bom_item b using (work_master_id, segment, position) where ${of("v")}`,
    ),
    ask(
      `select name_zh, coalesce(target::text, '–') as target, coalesce(lower_limit::text, '–') || ' … ' || coalesce(upper_limit::text, '–') as limits, unit, coalesce(method_zh, method_en), source from process_parameter where ${own}`,
    ),
    ask(
      `select s.equipment_id, e.name_zh, s.run_seconds || ' s' from segment_equipment s join equipment e on e.id = s.equipment_id where ${of("s")}`,
    ),
    ask(
      `select s.tool_id, t.name_zh from work_master_segment s join tool t on t.id = s.tool_id where ${of("s")}`,
    ),
    ask(
      `select s.secondary_id, r.name_zh, '× ' || s.units from segment_secondary s join secondary_resource r on r.id = s.secondary_id where r.kind <> 'Skill' and ${of("s")}`,
    ),
    ask(
      `select r.skill from segment_secondary s join secondary_resource r on r.id = s.secondary_id where r.kind = 'Skill' and ${of("s")}`,
    ),
    ask(`select skill from work_master_segment where skill is not null and ${own}`),
    ask(`select lag_seconds || ' s' from work_master_segment where lag_seconds > 0 and ${own}`),
    ask(
      `select max_lag_seconds || ' s' from work_master_segment where max_lag_seconds is not null and ${own}`,
    ),
    ask(
      `select n.segment, n.name_zh from work_master_segment n where n.work_master_id = ${quoted} and n.segment = (select min(segment) from work_master_segment where work_master_id = ${quoted} and segment > ${segment})`,
    ),
    ask(
      `select w.id || ' / ' || w.version, w.product_id, m.name_zh from work_master w join material m on m.id = w.product_id where w.id = ${quoted}`,
    ),
    ask(
      `select count(*) || ' 项', sum(quantity_per) || ' 件' from bom_item where ${own} having count(*) > 0`,
    ),
  ]);
  return rows.flat().filter((row) => row.length > 0);
};

/** Words of a page, one line for each row of a table, item of a list, or paragraph. */
const linesOf = (html: string): string[] =>
  html
    .replace(/<style>[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, "")
    .replaceAll(/<\/(?:tr|li|p|h1|h2|h3|dl|blockquote)>/g, "\n")
    .replaceAll(/<(?:td|th|br|dd|dt|div)[^>]*>/g, " ")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .split("\n")
    .map((line) => line.replaceAll(/\s+/g, " ").trim())
    .filter((line) => line !== "");

/** Whether a figure or word stands in a line by itself, not as a part of another one. */
const stands = (line: string, words: string): boolean => {
  const plain = words.replaceAll(/\s+/g, " ").trim();
  for (let at = line.indexOf(plain); at >= 0; at = line.indexOf(plain, at + 1)) {
    const [before, behind] = [line[at - 1] ?? " ", line[at + plain.length] ?? " "];
    if (!(/[\d.]/.test(before) && /^\d/.test(plain)) && !(/[\d]/.test(behind) && /\d$/.test(plain)))
      return true;
  }
  return false;
};

/** How many of the required rows stand on the page, each with all its words in one line. */
export const found = (
  page: string,
  required: readonly (readonly string[])[],
): { readonly right: number; readonly missing: readonly (readonly string[])[] } => {
  const lines = linesOf(page);
  const missing = required.filter((row) => !lines.some((line) => row.every((words) => stands(line, words))));
  return { right: required.length - missing.length, missing };
};
