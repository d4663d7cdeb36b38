import { MillwrightError } from "../../core/errors.ts";
import { releaseJobOrder } from "../commands/release.ts";
import type { Db } from "../database.ts";
import { namedOrders } from "./orders.ts";
import { demoEpoch } from "./time.ts";

/** Lines that the shift before has left work to; SMT-3 is free for what the first sentence releases. */
const lines = ["ASM-1", "ASM-2", "SMT-1", "SMT-5"];

/**
 * What the night shift released before the demonstration begins, so that the vehicle has work and lines run from the
 * first minute: for each of some lines the most urgent order that can go there. Orders with a name stay for people to
 * release.
 */
export const startDemoShift = async (db: Db): Promise<number> => {
  const candidates = await db
    .selectFrom("work_order")
    .select("id")
    .where("id", "not in", namedOrders)
    .orderBy("due_time")
    .orderBy("id")
    .execute();
  /** Whether an order could be released: it may be on hold, short of material, at another segment, or released already. */
  const release = async (workOrderId: string, equipmentId: string): Promise<boolean> => {
    const toolCallId = `shift/${workOrderId}/${equipmentId}`;
    const request = { workOrderId, equipmentId, actorId: "li.wei", toolCallId, now: demoEpoch() };
    try {
      await db.transaction().execute((tx) => releaseJobOrder(tx, request));
      return true;
    } catch (error) {
      if (error instanceof MillwrightError) return false;
      throw error;
    }
  };
  let released = 0;
  for (const line of lines)
    for (const { id } of candidates)
      if (await release(id, line)) {
        released += 1;
        break;
      }
  return released;
};
