import type { Db } from "../../services/mes/database.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import type { Examples } from "../runtime/choice.ts";

/** What may be spoken of at this plant: the most urgent order that waits, a material that lies there, a product, a line. */
export const examplesOf = async (db: Db): Promise<Examples> => {
  const [{ lines, products }, order, lot] = await Promise.all([
    namesOfPlant(db),
    db
      .selectFrom("work_order")
      .select("id")
      .where("status", "=", "Waiting")
      .where("held", "=", false)
      .orderBy("due_time")
      .orderBy("id")
      .limit(1)
      .executeTakeFirst(),
    db.selectFrom("material_lot").select("material_id").orderBy("id").limit(1).executeTakeFirst(),
  ]);
  return { order: order?.id, material: lot?.material_id, product: products[0], line: lines[0]?.id };
};
