import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import type { CellDescription } from "../../protocols/cell/description.ts";
import type { Db, Tx } from "../database.ts";

/** Channel that tells whoever drives a run that there is something to look at. */
export const cellChannel = "mw_cell";

/** How people and events name a run. */
export const cellRunId = (number: string | number): string => `CELLRUN-${number}`;

/** @throws MillwrightError NOT_FOUND for what is no name of a run. */
export const cellRunNumber = (id: string): string => {
  const [, number] = /^CELLRUN-(\d{1,15})$/.exec(id) ?? [];
  if (!number) throw new MillwrightError("NOT_FOUND", { kind: "cell run", id });
  return number;
};

export const allCells = (db: Db | Tx) => db.selectFrom("cell").selectAll().orderBy("id").execute();
export type CellRow = Awaited<ReturnType<typeof allCells>>[number];

/** @throws MillwrightError NOT_FOUND. */
export const cellById = async (db: Db | Tx, id: string): Promise<CellRow> => {
  const row = await db.selectFrom("cell").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "cell", id });
  return row;
};

/** The cell, held until the transaction ends: before its runs, always. @throws MillwrightError NOT_FOUND. */
export const holdCell = async (tx: Tx, id: string): Promise<CellRow> => {
  const row = await tx.selectFrom("cell").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "cell", id });
  return row;
};

/** Whether anything may begin that is not stopped: the control is there, and nobody is in the cell. */
export const mayBegin = ({ online, inside }: Pick<CellRow, "online" | "inside">): boolean =>
  online && inside.length === 0;

/** The cell and what is made in it. @throws MillwrightError NOT_FOUND. */
export const describedCell = async (db: Db | Tx, id: string): Promise<CellDescription> => {
  const { description } = await cellById(db, id);
  const recipes = await db
    .selectFrom("cell_recipe")
    .select("recipe")
    .where("cell_id", "=", id)
    .orderBy("product")
    .execute();
  return { cell: description, recipes: recipes.map(({ recipe }) => recipe) };
};

/** @throws MillwrightError NOT_FOUND. */
export const cellRunOf = async (db: Db | Tx, number: string) => {
  const row = await db.selectFrom("cell_run").selectAll().where("number", "=", number).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "cell run", id: cellRunId(number) });
  return row;
};
export type CellRunRow = Awaited<ReturnType<typeof cellRunOf>>;

export const cellRunOfRequest = (db: Db | Tx, requestId: string) =>
  db.selectFrom("cell_run").selectAll().where("request_id", "=", requestId).executeTakeFirst();

/** Products that some cell has a recipe of. */
export const cellProducts = async (db: Db): Promise<readonly string[]> =>
  (await db.selectFrom("cell_recipe").select("product").distinct().orderBy("product").execute()).map(
    ({ product }) => product,
  );

/** Cells with a recipe of a product: those that may begin at once first. */
export const cellsOfProduct = async (db: Db, product: string): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom("cell as c")
    .innerJoin("cell_recipe as r", "r.cell_id", "c.id")
    .leftJoin("cell_run as run", (join) =>
      join.onRef("run.cell_id", "=", "c.id").on("run.status", "=", "Running"),
    )
    .select(["c.id"])
    .where("r.product", "=", product)
    .orderBy(sql`c.stopped is not null or run.number is not null`)
    .orderBy("c.id")
    .execute();
  return rows.map(({ id }) => id);
};

/** Whether a work centre is a robot cell. */
export const isCell = async (db: Db | Tx, equipmentId: string): Promise<boolean> =>
  (await db.selectFrom("cell").select("id").where("equipment_id", "=", equipmentId).executeTakeFirst()) !==
  undefined;

/** Job orders that are at a cell with pieces left to test, the first that came first, each with its last run. */
export const cellJobs = async (db: Db | Tx, cellId?: string) =>
  db
    .selectFrom("job_order as j")
    .innerJoin("cell as c", "c.equipment_id", "j.equipment_id")
    .innerJoin("work_order as o", "o.id", "j.work_order_id")
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom("cell_run")
          .select(["number", "status", "reason"])
          .select(sql<number>`count(*) over ()::int`.as("runs"))
          .whereRef("job_order_id", "=", "j.id")
          .orderBy("number", "desc")
          .limit(1)
          .as("last"),
      (join) => join.onTrue(),
    )
    .select(["j.id", "j.work_order_id", "j.good", "j.scrap", "j.quantity", "j.released_by", "o.product_id"])
    .select(["o.held", "c.id as cell_id", "c.stopped", "last.status", "last.reason", "last.number as run"])
    .select(sql<number>`coalesce(last.runs, 0)`.as("runs"))
    .where("j.dispatch_status", "in", ["Ready", "Running", "Suspended"])
    .whereRef("j.quantity", ">", sql<number>`j.good + j.scrap`)
    .$if(cellId !== undefined, (query) => query.where("c.id", "=", cellId!))
    .orderBy("j.planned_start")
    .orderBy("j.id")
    .execute();
export type CellJob = Awaited<ReturnType<typeof cellJobs>>[number];

/** Whether a run of a cell goes on, or is planned or waits for its approval. */
export const isTaken = async (db: Db | Tx, cellId: string): Promise<boolean> =>
  (await db
    .selectFrom("cell_run")
    .select("number")
    .where("cell_id", "=", cellId)
    .where("status", "in", ["Asked", "Proposed", "Running"])
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** The latest first. */
export const runsOfCell = (db: Db, cellId: string, limit: number) =>
  db
    .selectFrom("cell_run")
    .selectAll()
    .where("cell_id", "=", cellId)
    .orderBy("number", "desc")
    .limit(limit)
    .execute();

/** The run that goes on in a cell. */
export const runningIn = (db: Db | Tx, cellId: string) =>
  db
    .selectFrom("cell_run")
    .selectAll()
    .where("cell_id", "=", cellId)
    .where("status", "=", "Running")
    .executeTakeFirst();

/** Cells in which a run goes on, the one that began first first. */
export const runningCells = async (db: Db | Tx): Promise<readonly string[]> =>
  (
    await db
      .selectFrom("cell_run")
      .select("cell_id")
      .where("status", "=", "Running")
      .orderBy("number")
      .execute()
  ).map(({ cell_id }) => cell_id);

/** What was reported of a run behind a position, in the order that it came in. */
export const reportsAfter = (db: Db | Tx, number: string, seq: string) =>
  db
    .selectFrom("cell_report")
    .selectAll()
    .where("run_number", "=", number)
    .where("seq", ">", seq)
    .orderBy("seq")
    .execute();
