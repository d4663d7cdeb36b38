import { sql } from "kysely";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { checkLists } from "./check-lists.ts";
import { checkTexts } from "./check-texts.ts";
import { expand } from "./designators.ts";
import type { Fact, Instruction } from "./model.ts";
import type { PlantDocuments } from "./passages.ts";
import { type Problem, problem, type Row, rowsBelow, type Store } from "./problem.ts";
import { sourceWords } from "./render/source-words.ts";
import { keyColumns, parseSource, type RowSource, type SourceTable } from "./sources.ts";
import { factsBelow, partsOf } from "./walk.ts";

/** Columns that hold the work master, by table; other tables are read by id. */
const ofMaster = (table: SourceTable) => (keyColumns[table] as readonly string[])[0] === "work_master_id";

/**
 * Reads the data store anew for every table that the instruction names, and for what it has to hold. Nothing here is shared with what composes
 * instructions: a mistake there is found here.
 */
const readStore = async (db: Db | Tx, master: string, sources: readonly RowSource[]): Promise<Store> => {
  const always: SourceTable[] = [
    "bom_item",
    "bom_alternate",
    "approved_vendor",
    "bom_placement",
    "process_parameter",
    "segment_equipment",
    "segment_secondary",
    "work_master_segment",
  ];
  const tables = [...new Set([...always, ...sources.map(({ table }) => table)])].filter(
    (table) => table !== "secondary_resource",
  );
  const entries = await Promise.all(
    tables.map(async (table) => {
      if (ofMaster(table)) {
        const { rows } =
          await sql<Row>`select * from ${sql.table(table)} where work_master_id = ${master}`.execute(db);
        return [table, rows] as const;
      }
      const ids = sources.filter((source) => source.table === table).map(({ key }) => key[0]!);
      const { rows } = await sql<Row>`select * from ${sql.table(table)} where id = any(${ids})`.execute(db);
      return [table, rows] as const;
    }),
  );
  const held = await sql<Row>`select * from secondary_resource where id in
    (select secondary_id from segment_secondary where work_master_id = ${master})`.execute(db);
  return new Map<SourceTable, readonly Row[]>([...entries, ["secondary_resource", held.rows]]);
};

/** Whether a fact says what the store holds now. */
const holds = (store: Store, source: RowSource, { text }: Fact): boolean => {
  const rows = rowsBelow(store, source);
  if (source.kind === "count") return text === String(rows.length);
  if (source.kind === "sum")
    return text === String(rows.reduce((sum, row) => sum + Number(row[source.column]), 0));
  if (source.table === "bom_placement") {
    const stored = rows.map((row) => String(row["designator"])).toSorted();
    return (
      source.column === "designators" && JSON.stringify(expand(text).toSorted()) === JSON.stringify(stored)
    );
  }
  const value = rows[0]?.[source.column];
  return rows.length === 1 && value !== null && value !== undefined && String(value) === text;
};

const checkFacts = (instruction: Instruction, store: Store, master: string, segment: number): Problem[] =>
  partsOf(instruction).flatMap(([where, part]) =>
    factsBelow(part).flatMap((fact): Problem[] => {
      const source = parseSource(fact.source);
      if (!source)
        return [problem("unsourced", where, `“${fact.text}”没有来源。`, `“${fact.text}” has no source.`)];
      if (source.kind === "person" || source.kind === "passage") return [];
      const words = sourceWords(fact.source, instruction);
      if (ofMaster(source.table)) {
        const routing = source.table === "work_master_segment";
        if (source.key[0] !== master || (!routing && source.key[1] !== String(segment)))
          return [
            problem(
              "foreign",
              where,
              `“${fact.text}”取自别的产品或工序（${words.zh}）。`,
              `“${fact.text}” is of another product or segment (${words.en}).`,
            ),
          ];
      }
      if (holds(store, source, fact)) return [];
      return [
        problem(
          "wrong-value",
          where,
          `“${fact.text}”与数据库不符（${words.zh}）。`,
          `“${fact.text}” is not what the data store holds (${words.en}).`,
        ),
      ];
    }),
  );

const checkQuotes = async (
  instruction: Instruction,
  documents: Pick<PlantDocuments, "inForce">,
): Promise<Problem[]> => {
  const cited = new Map(Object.entries(instruction.passages));
  const inForce = cited.size > 0 ? await documents.inForce(cited) : new Set<string>();
  const quoted = [
    ...instruction.prerequisites.safety.map((quote) => ["@prerequisites", quote] as const),
    ...instruction.steps.flatMap(({ id, quotes }) => quotes.map((quote) => [id, quote] as const)),
  ];
  return quoted.flatMap(([where, { passage, text }]): Problem[] => {
    const found = cited.get(passage);
    if (text.trim() === "" || !found?.text.includes(text))
      return [
        problem(
          "citation",
          where,
          `引文不在所引文件中：“${text.slice(0, 40)}”。`,
          `The document cited does not say “${text.slice(0, 40)}”.`,
        ),
      ];
    if (!inForce.has(passage))
      return [
        problem(
          "citation",
          where,
          `所引文件 ${found.documentId} ${found.revision} 已不是有效版本。`,
          `${found.documentId} ${found.revision} is cited and no longer in force.`,
        ),
      ];
    return [];
  });
};

/**
 * Holds a finished instruction against the data store as it is now. Empty for one that may be published: every figure has a
 * source that holds it, the bill is used exactly once with its quantities, every parameter is there with its limits, tools and skills
 * exist, quotations are in documents in force, both languages say the same figures.
 */
export const checkInstruction = async (
  db: Db | Tx,
  {
    workMasterId,
    segment,
    equipmentId,
  }: { workMasterId: string; segment: number; equipmentId: string | null },
  instruction: Instruction,
  documents: Pick<PlantDocuments, "inForce">,
): Promise<Problem[]> => {
  const sources = factsBelow(partsOf(instruction).map(([, part]) => part))
    .map(({ source }) => parseSource(source))
    .filter((source) => source?.kind === "row" || source?.kind === "count" || source?.kind === "sum");
  const store = await readStore(db, workMasterId, sources as RowSource[]);
  const skills = await db.selectFrom("qualification").select("skill").distinct().execute();
  return [
    ...checkFacts(instruction, store, workMasterId, segment),
    ...checkLists(
      instruction,
      store,
      { workMasterId, segment, equipmentId },
      new Set(skills.map(({ skill }) => skill)),
    ),
    ...checkTexts(instruction),
    ...(await checkQuotes(instruction, documents)),
  ];
};
