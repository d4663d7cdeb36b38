import { MillwrightError } from "../../core/errors.ts";
import { releaseJobOrder } from "../commands/release.ts";
import type { Db } from "../database.ts";
import { namedOrders } from "./orders.ts";
import { demoEpoch } from "./time.ts";

/** Lines that the shift before has left work to, and the segment that runs there. */
const lines: readonly (readonly [equipmentId: string, segment: number])[] = [
  ["ASM-1", 20],
  ["ASM-2", 20],
  ["SMT-1", 10],
  ["SMT-3", 10],
];

/**
 * What the night shift released before the demonstration begins, so that the vehicle has work and lines run from the
 * first minute: for each of some lines the most urgent order whose kit is complete. Orders with a name stay for people
 * to release.
 */
export const startDemoShift = async (db: Db): Promise<number> => {
  let released = 0;
  for (const [equipmentId, segment] of lines) {
    const candidates = await db
      .selectFrom("work_order as o")
      .leftJoin("job_order as j", "j.work_order_id", "o.id")
      .select("o.id")
      .where("o.held", "=", false)
      .where("o.id", "not in", namedOrders)
      .groupBy("o.id")
      .having((having) => having(having.fn.count("j.id"), "=", segment / 10 - 1))
      .orderBy("o.due_time")
      .orderBy("o.id")
      .execute();
    for (const { id } of candidates) {
      const request = {
        workOrderId: id,
        equipmentId,
        actorId: "li.wei",
        toolCallId: `shift/${id}/${segment}`,
        now: demoEpoch,
      };
      try {
        await db.transaction().execute((tx) => releaseJobOrder(tx, request));
        released += 1;
        break;
      } catch (error) {
        // Short of material, or not for this line: the next one.
        if (!(error instanceof MillwrightError)) throw error;
      }
    }
  }
  return released;
};
