import { sql } from "kysely";
import { dayMs } from "../../core/zone.ts";
import { envelope } from "../../protocols/cfx/envelope.ts";
import { unitsInspected } from "../../protocols/cfx/inspection.ts";
import { type InspectionPrograms, type PastJobs, pastMessage } from "../../protocols/inspection/program.ts";
import { applyUnitsInspected } from "../commands/inspection/units-inspected.ts";
import type { Db } from "../database.ts";
import { demoEpoch } from "./time.ts";

/** Days before the demonstration that have inspections, and that have tests of all units. */
const daysOf = { SMT: 4, FT: 28 } as const;
const boardsOfPanel = 2;

/** What the inspection machines are programmed with, from the plant's own bills and set-ups. */
export const programsOf = async (db: Db): Promise<InspectionPrograms> => {
  const [parts, setups] = await Promise.all([
    sql<{ product: string; designator: string; material: string; category: string; x: number; y: number }>`
      select w.product_id as product, p.designator, b.material_id as material, m.category, p.x, p.y
      from work_master w
      join work_master_segment s on s.work_master_id = w.id and s.process = 'SMT'
      join bom_placement p on p.work_master_id = w.id and p.segment = s.segment
      join bom_item b on b.work_master_id = w.id and b.segment = p.segment and b.position = p.position
      join material m on m.id = b.material_id
      order by 1, p.position, 2`.execute(db),
    db
      .selectFrom("placement_setup")
      .select(["line", "product_id as product", "material_id as material", "feeder", "nozzle"])
      .execute(),
  ]);
  const boards = [...Map.groupBy(parts.rows, ({ product }) => product)].map(([product, own]) => ({
    product,
    panel: boardsOfPanel,
    parts: own.map(({ designator, material, category, x, y }) => ({ designator, material, category, x, y })),
  }));
  return { boards, setups };
};

/** The jobs of SMT or test lines whose machines have told of them before the demonstration. */
export const pastJobsOf = async (db: Db, process: keyof typeof daysOf): Promise<PastJobs> => {
  const until = demoEpoch();
  const rows = await db
    .selectFrom("job_order as j")
    .innerJoin("work_order as o", "o.id", "j.work_order_id")
    .innerJoin("equipment as e", "e.id", "j.equipment_id")
    .selectAll("j")
    .select("o.product_id")
    .where("e.process", "=", process)
    .where("j.actual_end", ">=", new Date(until.getTime() - daysOf[process] * dayMs))
    .where("j.actual_end", "<", until)
    .orderBy("j.actual_end")
    .execute();
  return rows.map((row) => ({
    jobOrderId: row.id,
    workOrderId: row.work_order_id,
    product: row.product_id,
    line: row.equipment_id,
    start: row.actual_start!.toISOString(),
    end: row.actual_end!.toISOString(),
    good: row.good,
    scrap: row.scrap,
  }));
};

/** Takes messages of the past, a line each, as they are taken from the wire. */
export const takePastMessages = (db: Db, lines: readonly string[]): Promise<void> =>
  db.transaction().execute(async (tx) => {
    for (const line of lines) {
      const { endpoint, message } = pastMessage.parse(JSON.parse(line));
      const { UniqueID, TimeStamp, Source, MessageBody } = envelope.parse(message);
      await applyUnitsInspected(tx, {
        messageId: `${Source}/${UniqueID}`,
        machine: endpoint,
        time: new Date(TimeStamp),
        inspected: unitsInspected.parse(MessageBody),
        simulated: true,
      });
    }
  });
