import { recordHappening } from "../../../services/mes/commands/happening.ts";
import { orderById } from "../../../services/mes/queries/orders.ts";
import { proposalOfRequest } from "../../../services/mes/queries/proposals.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { orderEvidence } from "../../runtime/evidence.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { subjectOrder } from "../../runtime/subject.ts";
import type { Desk } from "../desk/desk.ts";
import { tellHappening } from "../desk/disruption.ts";
import { adoptRepair } from "./adopt.ts";
import { asChange, wantedOf } from "./wanted-change.ts";

/** Changes an order: with the plan that was proposed for it, or by itself where no plan has it. */
export const changeOrder = async (context: ToolContext, desk: Desk): Promise<ToolResult> => {
  const { db, clock, toolCallId, actorId, args } = context;
  if (await proposalOfRequest(db, toolCallId)) return adoptRepair(context, desk);
  const now = clock.now();
  const order = await subjectOrder(context);
  const happening = asChange(order.id, wantedOf(args, order, now));
  const cause = tellHappening(happening);
  await db
    .transaction()
    .execute((tx) => recordHappening(tx, { happening, id: toolCallId, cause, actorId, now }));
  const changed = await orderById(db, order.id);
  const due = formatPlantTime(changed.dueTime);
  return {
    text: {
      zh: `${order.id} 现在是 ${changed.quantity} 台，交期 ${due}；它不在现行计划中，下次排产时按此安排。`,
      en: `${order.id} has ${changed.quantity} units now and is due ${due}; the plan in force does not have it, the next one will reckon with this.`,
    },
    evidence: [orderEvidence(changed, now)],
    mentioned: { order: order.id },
  };
};
