import { toolById } from "../../services/mes/queries/equipment.ts";
import { openKit } from "../../services/mes/queries/kit.ts";
import { nextSegment } from "../../services/mes/queries/orders.ts";
import type { Check, RoleCheck } from "../runtime/context.ts";
import { segmentEvidence, shortageEvidence } from "../runtime/evidence.ts";
import { subjectOrder } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";

/** Is the kit complete, and is the tooling there. */
export const resourceCheck: RoleCheck = {
  role: "resource",
  title: { zh: "生产资源管理员", en: "Resources" },
  run: async (context): Promise<Check> => {
    const { db, clock } = context;
    const now = clock.now();
    const order = await subjectOrder(context);
    const segment = nextSegment(order);
    if (!segment)
      return {
        status: "fail",
        summary: { zh: "没有未完成的工序", en: "no open segment left" },
        evidence: [],
      };
    const [{ requisition: reserved, kit }, tool] = await Promise.all([
      openKit(db, order, segment, now),
      segment.toolId ? toolById(db, segment.toolId) : undefined,
    ]);
    const evidence: Evidence[] = [];
    if (tool)
      evidence.push({
        kind: "tool",
        id: tool.id,
        label: tool.name_en,
        facts: { status: tool.status, location: tool.location, cyclesLeft: tool.cycles_left },
        source: "tool",
        at: now.toISOString(),
      });
    if (kit && !kit.complete)
      return {
        status: "fail",
        summary: {
          zh: `缺 ${kit.shortages.length} 种物料：${kit.shortages.map((item) => `${item.materialId} 缺 ${item.short}`).join("，")}`,
          en: `short of ${kit.shortages.length} materials: ${kit.shortages.map((item) => `${item.materialId} by ${item.short}`).join(", ")}`,
        },
        evidence: [
          segmentEvidence(
            order,
            segment.segment,
            { materials: kit.items, missing: kit.shortages.length },
            now,
          ),
          ...kit.shortages.flatMap((shortage) => shortageEvidence(shortage, now)),
          ...evidence,
        ],
      };
    evidence.unshift(
      segmentEvidence(
        order,
        segment.segment,
        reserved
          ? { requisition: reserved.id }
          : { materials: kit?.items ?? 0, lots: kit?.allocations.length ?? 0 },
        now,
      ),
    );
    for (const lot of kit?.allocations ?? [])
      evidence.push({
        kind: "lot",
        id: lot.lotId,
        label: lot.materialId,
        facts: { quantity: lot.quantity, location: lot.location, substitutes: lot.substitutes },
        source: "material_lot",
        at: now.toISOString(),
      });
    if (tool && tool.status !== "Available")
      return {
        status: tool.status === "InUse" ? "warn" : "fail",
        summary: {
          zh: `工装 ${tool.id} 不可用（${tool.status}，${tool.location}）`,
          en: `tool ${tool.id} is not available (${tool.status}, ${tool.location})`,
        },
        evidence,
      };
    const kitText = reserved
      ? { zh: `领料单 ${reserved.id} 已有`, en: `requisition ${reserved.id} is there` }
      : {
          zh: `${kit?.items ?? 0} 种物料齐套，${kit?.allocations.length ?? 0} 个批次`,
          en: `${kit?.items ?? 0} materials complete from ${kit?.allocations.length ?? 0} lots`,
        };
    return {
      status: "ok",
      summary: {
        zh: `${kitText.zh}${tool ? `；${tool.id} 在 ${tool.location}` : ""}`,
        en: `${kitText.en}${tool ? `; ${tool.id} at ${tool.location}` : ""}`,
      },
      evidence,
    };
  },
};
