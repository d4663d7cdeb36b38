import { sql } from "kysely";
import type { InspectionMethod } from "../../../protocols/cfx/inspection.ts";
import type { Tx } from "../../database.ts";
import type { BoardSide } from "../../schema/inspection.ts";

/** A part of a board as it is placed at a line. */
export interface PlacedPart {
  readonly designator: string;
  readonly material_id: string;
  readonly x: number;
  readonly y: number;
  readonly side: BoardSide;
  readonly terminations: number | null;
  readonly feeder: string | null;
  readonly nozzle: string | null;
}

/** The parts of a product's board by their designators: those of the first segment that places any. */
export const boardOf = async (
  tx: Tx,
  productId: string,
  line: string | null,
): Promise<ReadonlyMap<string, PlacedPart>> => {
  const { rows } = await sql<PlacedPart>`
    select p.designator, b.material_id, p.x, p.y, p.side, m.terminations, s.feeder, s.nozzle
    from bom_placement p
    join bom_item b using (work_master_id, segment, position)
    join material m on m.id = b.material_id
    left join placement_setup s on s.line = ${line} and s.product_id = ${productId} and s.material_id = b.material_id
    where (p.work_master_id, p.segment) = (
      select w.id, min(first.segment) from work_master w
      join bom_placement first on first.work_master_id = w.id
      where w.product_id = ${productId} group by w.id, w.version order by w.version desc limit 1
    )`.execute(tx);
  return new Map(rows.map((row) => [row.designator, row]));
};

/**
 * What can go wrong on a side of a board, as IPC-7912 counts it: each part, each placement, each joint. Machines that look at solder
 * alone (SPI, AXI) count joints alone. Joints of a part whose number is not known count for none.
 */
export const opportunitiesOf = (
  board: ReadonlyMap<string, PlacedPart>,
  side: BoardSide,
  method: InspectionMethod,
): number => {
  const parts = [...board.values()].filter((part) => part.side === side);
  const joints = parts.reduce((sum, { terminations }) => sum + (terminations ?? 0), 0);
  return method === "SPI" || method === "AXI" ? joints : 2 * parts.length + joints;
};

/**
 * The lots that were issued for an order, by material. Where several were, or what was issued for one step is of another lot than for
 * another, nobody knows which of them a place has: none is named.
 */
export const lotsOf = async (tx: Tx, workOrderId: string | null): Promise<ReadonlyMap<string, string>> => {
  if (!workOrderId) return new Map();
  const rows = await tx
    .selectFrom("material_requisition as r")
    .innerJoin("requisition_line as l", "l.requisition_id", "r.id")
    .select(["l.material_id", "l.lot_id"])
    .distinct()
    .where("r.work_order_id", "=", workOrderId)
    .where("r.issued_at", "is not", null)
    .execute();
  const lots = Map.groupBy(rows, ({ material_id }) => material_id);
  return new Map(
    [...lots].flatMap(([material, own]) => (own.length === 1 ? [[material, own[0]!.lot_id]] : [])),
  );
};
