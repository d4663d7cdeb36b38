import { MillwrightError } from "../../../services/core/errors.ts";
import { toolById } from "../../../services/mes/queries/equipment.ts";
import { type CardOf, rowEvidence } from "./card.ts";

const states = {
  Available: { zh: "可用", en: "available" },
  InUse: { zh: "使用中", en: "in use" },
  Maintenance: { zh: "维护中", en: "in maintenance" },
  Missing: { zh: "找不到", en: "missing" },
} as const;
const mostOrders = 5;

/** A stencil or fixture: whether it may be used, where it lies, how long it lasts, and which open orders need it. */
export const toolCard: CardOf = async (db, id, now) => {
  const tool = await toolById(db, id);
  if (!tool) throw new MillwrightError("NOT_FOUND", { kind: "tool", id });
  const orders = await db
    .selectFrom("work_master_segment as s")
    .innerJoin("work_master as m", "m.id", "s.work_master_id")
    .innerJoin("work_order as o", "o.product_id", "m.product_id")
    .select("o.id")
    .distinct()
    .where("s.tool_id", "=", id)
    .where("o.status", "not in", ["Completed", "Cancelled"])
    .orderBy("o.id")
    .execute();
  const some = orders.slice(0, mostOrders).map((order) => order.id);
  const more = orders.length > mostOrders;
  const state = states[tool.status];
  return {
    text: {
      zh: `${id}（${tool.name_zh}）${state.zh}，位置 ${tool.location}，剩余寿命 ${tool.cycles_left} 次；${orders.length === 0 ? "没有未完工单要用" : `${orders.length} 个未完工单要用：${some.join("、")}${more ? "…" : ""}`}。`,
      en: `${id} (${tool.name_en}) is ${state.en}, at ${tool.location}, ${tool.cycles_left} cycles left; ${orders.length === 0 ? "no open order needs it" : `${orders.length} open orders need it: ${some.join(", ")}${more ? " …" : ""}`}.`,
    },
    evidence: [
      rowEvidence(
        "tool",
        id,
        "tool",
        {
          status: tool.status,
          location: tool.location,
          cyclesLeft: tool.cycles_left,
          orders: orders.length,
          needed: some.join(", ") || null,
        },
        now,
        `${tool.name_zh} ${tool.name_en}`,
      ),
    ],
  };
};
