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
  const { isSupplied } = release;
  const supply = isSupplied
    ? { zh: "。料已在线边，排到即开工", en: ". Its kit lies at the line; it starts in its turn" }
    : {
        zh: `，搬运 ${release.transportOrderId}。AGV 正在送料，料到即开工`,
        en: `, transport ${release.transportOrderId}. The AGV brings the kit; the line starts when it is there`,
      };
  return {
    text: {
      zh: `已下达：${order.id} 工序 ${release.segment} → ${release.equipmentId}，任务 ${release.jobOrderId}，领料单 ${release.requisitionId}${supply.zh}。`,
      en: `Released: ${order.id} segment ${release.segment} → ${release.equipmentId} as ${release.jobOrderId}, requisition ${release.requisitionId}${supply.en}.`,
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
          transport: isSupplied ? null : release.transportOrderId,
          status: isSupplied ? "Ready" : "Dispatched",
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
