import type { Bilingual } from "../../services/core/errors.ts";
import { holdWorkOrder, resumeWorkOrder } from "../../services/mes/commands/orders.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { currentSegment, type OrderSegment } from "../../services/mes/queries/orders.ts";
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

/** What an order on hold means for the job that its line has. */
const heldAtLine = ({ segment, equipmentId: line, status }: OrderSegment): Bilingual => {
  switch (status) {
    case "Running":
      return {
        zh: `已通知 ${line} 暂停工序 ${segment}`,
        en: `${line} is told to pause segment ${segment}`,
      };
    case "Ready":
      return {
        zh: `工序 ${segment} 还在 ${line} 排队，一开工就会被暂停`,
        en: `segment ${segment} waits at ${line} and is paused as soon as the line begins it`,
      };
    case "Dispatched":
      return {
        zh: `工序 ${segment} 的物料正送往 ${line}，恢复前不会开工`,
        en: `the kit of segment ${segment} is on its way to ${line}, which is not told to start before the order is resumed`,
      };
    default:
      return { zh: `工序 ${segment} 停在 ${line}`, en: `segment ${segment} stands at ${line}` };
  }
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
  const current = currentSegment(order);
  const there = current && heldAtLine(current);
  return {
    text: {
      zh: `${order.id} 已暂停${there ? `，${there.zh}` : ""}。`,
      en: `${order.id} is on hold${there ? `; ${there.en}` : ""}.`,
    },
    evidence: [
      orderEvidence({ ...order, held: true }, now),
      ...(current
        ? [
            {
              kind: "job",
              id: current.jobOrderId ?? "",
              facts: { segment: current.segment, line: current.equipmentId, status: current.status },
              source: "job_order",
              at: now.toISOString(),
            } as const,
          ]
        : []),
    ],
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
