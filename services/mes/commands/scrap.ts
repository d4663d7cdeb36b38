import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";
import { lockLots } from "../queries/kit.ts";
import type { Happening } from "../schema/plan.ts";

type Scrap = Extract<Happening, { kind: "scrap" }>;

/** Requisitions that are named to who cannot scrap what they hold. */
const mostNamed = 5;

/** Requisitions that hold pieces which are still in stock. */
const holders = async (db: Db | Tx, { materialId, lotId }: Scrap): Promise<string[]> => {
  const rows = await db
    .selectFrom("requisition_line as l")
    .innerJoin("material_requisition as r", "r.id", "l.requisition_id")
    .innerJoin("material_lot as lot", "lot.id", "l.lot_id")
    .select("r.id")
    .distinct()
    .where("lot.material_id", "=", materialId)
    .where("r.status", "in", ["Requested", "InTransit"])
    .$if(lotId !== undefined, (query) => query.where("lot.id", "=", lotId!))
    .orderBy("r.id")
    .limit(mostNamed)
    .execute();
  return rows.map(({ id }) => id);
};

/**
 * Lots with the free pieces that are to be scrapped, those that keep for ever first, as planning does. What requisitions hold is
 * promised to an order: it is scrapped once it is free.
 *
 * @throws MillwrightError NOT_FOUND when the material has no such lot, SCRAP_BEYOND when fewer pieces are free.
 */
export const scrappedLots = async (db: Db | Tx, scrap: Scrap) => {
  const { materialId, quantity, lotId } = scrap;
  const own = await db
    .selectFrom("material_lot")
    .select(["id", "quantity", "reserved", "status"])
    .where("material_id", "=", materialId)
    .$if(lotId !== undefined, (query) => query.where("id", "=", lotId!))
    .orderBy(sql`expires_at is not null`)
    .orderBy("id")
    .execute();
  if (lotId !== undefined && own.length === 0)
    throw new MillwrightError("NOT_FOUND", { kind: "material_lot", id: `${lotId} (${materialId})` });
  const lots = own.filter(({ status }) => status === "Released");
  const free = lots.reduce((sum, lot) => sum + Math.max(0, lot.quantity - lot.reserved), 0);
  if (free < quantity)
    throw new MillwrightError("SCRAP_BEYOND", {
      what: lotId ?? materialId,
      quantity,
      free,
      requisitions: (await holders(db, scrap)).join(", ") || "-",
    });
  return lots;
};

/** Takes unfit pieces out of the released lots. @throws MillwrightError as `scrappedLots`. */
export const scrapPieces = async (tx: Tx, scrap: Scrap): Promise<void> => {
  await lockLots(tx, (lot) => lot.where("material_id", "=", scrap.materialId));
  let open = scrap.quantity;
  for (const lot of await scrappedLots(tx, scrap)) {
    const taken = Math.min(open, lot.quantity - lot.reserved);
    open -= taken;
    if (taken > 0)
      await tx
        .updateTable("material_lot")
        .set({ quantity: lot.quantity - taken })
        .where("id", "=", lot.id)
        .execute();
  }
};
