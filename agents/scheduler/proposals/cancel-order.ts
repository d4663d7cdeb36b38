import { recordHappening } from "../../../services/mes/commands/happening.ts";
import { proposalOfRequest } from "../../../services/mes/queries/proposals.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { orderEvidence } from "../../runtime/evidence.ts";
import { subjectOrder } from "../../runtime/subject.ts";
import type { Desk } from "../desk/desk.ts";
import { tellHappening } from "../desk/disruption.ts";
import { adoptRepair } from "./adopt.ts";
import { madeSoFar } from "./made-so-far.ts";

/** Calls an order off: with the plan that was proposed without it, or by itself where no plan has it. */
export const cancelOrder = async (context: ToolContext, desk: Desk): Promise<ToolResult> => {
  const { db, clock, toolCallId, actorId } = context;
  if (await proposalOfRequest(db, toolCallId)) return adoptRepair(context, desk);
  const now = clock.now();
  const order = await subjectOrder(context);
  const { id } = order;
  const happening = { kind: "cancel", workOrderId: id } as const;
  if (order.status !== "Cancelled")
    await db
      .transaction()
      .execute((tx) =>
        recordHappening(tx, { happening, id: toolCallId, cause: tellHappening(happening), actorId, now }),
      );
  const made = madeSoFar(order, now);
  return {
    text: {
      zh: `${id} 已取消，为它预留的物料已释放${made ? `；${made.text.zh}` : ""}。`,
      en: `${id} is cancelled; material that was reserved for it is free again${made ? `; ${made.text.en}` : ""}.`,
    },
    evidence: [orderEvidence({ ...order, status: "Cancelled" }, now), ...(made ? [made.evidence] : [])],
  };
};
