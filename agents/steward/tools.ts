import { holdWorkOrder, resumeWorkOrder } from "../../services/mes/commands/orders.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { orderEvidence } from "../runtime/evidence.ts";
import { chooseLine } from "../runtime/line-choice.ts";
import { subjectOrder } from "../runtime/subject.ts";

/** Releases to the line that was approved; by then "earliest" has become a line. */
export const releaseOrder: ToolHandler = async (context) => {
  const { db, clock, args, actorId, toolCallId } = context;
  const now = clock.now();
  const order = await subjectOrder(context);
  const equipmentId =
    args.line && args.line !== "earliest" ? args.line : (await chooseLine(db, order, args.line)).line.id;
  const release = await db
    .transaction()
    .execute((tx) => releaseJobOrder(tx, { workOrderId: order.id, equipmentId, actorId, toolCallId, now }));
  return {
    text: {
      zh: `已下达：${order.id} 工序 ${release.segment} → ${release.equipmentId}，任务 ${release.jobOrderId}，领料单 ${release.requisitionId}，搬运 ${release.transportOrderId}。AGV 正在送料，料到即开工。`,
      en: `Released: ${order.id} segment ${release.segment} → ${release.equipmentId} as ${release.jobOrderId}, requisition ${release.requisitionId}, transport ${release.transportOrderId}. The AGV brings the kit; the line starts when it is there.`,
    },
    evidence: [
      orderEvidence(order, now),
      {
        kind: "job",
        id: release.jobOrderId,
        facts: {
          segment: release.segment,
          line: release.equipmentId,
          requisition: release.requisitionId,
          transport: release.transportOrderId,
          status: "Dispatched",
        },
        source: "job_order",
        at: now.toISOString(),
      },
    ],
    mentioned: { order: order.id, line: release.equipmentId },
  };
};

export const holdOrder: ToolHandler = async (context) => {
  const { db, clock, actorId, toolCallId, text } = context;
  const now = clock.now();
  const order = await subjectOrder(context);
  await db
    .transaction()
    .execute((tx) =>
      holdWorkOrder(tx, { workOrderId: order.id, actorId, toolCallId, now, reason: text.slice(0, 200) }),
    );
  return {
    text: { zh: `${order.id} 已暂停。`, en: `${order.id} is on hold.` },
    evidence: [orderEvidence({ ...order, held: true }, now)],
    mentioned: { order: order.id },
  };
};

export const resumeOrder: ToolHandler = async (context) => {
  const { db, clock, actorId, toolCallId } = context;
  const now = clock.now();
  const order = await subjectOrder(context);
  await db
    .transaction()
    .execute((tx) => resumeWorkOrder(tx, { workOrderId: order.id, actorId, toolCallId, now }));
  return {
    text: { zh: `${order.id} 已恢复。`, en: `${order.id} is resumed.` },
    evidence: [orderEvidence({ ...order, held: false }, now)],
    mentioned: { order: order.id },
  };
};

export const cannotDo: ToolHandler = async () => ({
  text: {
    zh: "这件事我办不了。我能做的是：下达工单、排产、解释延期、列出延期工单、查工单进度、产线状态、齐套和库存、创建领料单、暂停或恢复工单、把工单提前、算新订单的交期，推演停机或来料晚到的影响。",
    en: "I can't do that. What I can do: release orders, make a plan, explain lateness, list late orders, tell the status of orders and lines, check kits and stock, create requisitions, hold and resume orders, bring an order forward, promise a date for a new order, and tell what a stopped line or a late material would do.",
  },
  evidence: [],
});
