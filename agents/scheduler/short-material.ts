import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import type { Evidence } from "../runtime/tool.ts";
import { onDesk } from "./desk.ts";
import type { WaitedFor } from "./waited-for.ts";

/** As many as can be looked over at a glance. */
const mostShown = 8;

/** What material the plan's orders wait for: how many orders each holds up, how many pieces, and when the first of them come. */
export const shortMaterial: ToolHandler = async ({ db, clock, text }) => {
  const now = clock.now();
  const { version, materials, orders, first: shown } = await onDesk(db, "waitedMaterials", now, mostShown);
  const [first] = shown;
  const language = languageIn(text);
  const due = ({ time }: WaitedFor) => (time === undefined ? undefined : formatPlantTime(time));
  const comes = (short: WaitedFor) => ({
    // Later than the supplier says where receipts of his are seldom there in time.
    zh: due(short) ? `最早靠 ${short.receipt ?? "到货"}，计划按 ${due(short)} 到货算` : "没有已知的到货",
    en: due(short)
      ? `the first from ${short.receipt ?? "a receipt"}, counted on from ${due(short)}`
      : "no receipt is known",
  });
  return {
    text: first
      ? {
          zh: `按计划版本 ${version}，有 ${materials} 种物料要等，牵涉 ${orders} 个工单；影响最大的是 ${first.material}：${first.orders} 个工单等 ${first.quantity}，${comes(first).zh}。`,
          en: `By plan version ${version}, ${materials} materials are waited for, by ${orders} orders; most wait for ${first.material}: ${first.orders} orders, ${first.quantity} pieces, ${comes(first).en}.`,
        }
      : {
          zh: `按计划版本 ${version}，没有工单在等物料。`,
          en: `By plan version ${version}, no order waits for material.`,
        },
    rows: shown.map((short) => ({
      label: { zh: short.material, en: short.material },
      value: `${short.quantity} · ${short.orders} WO · ${due(short) ?? "—"}`,
    })),
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        facts: { version, materials, orders },
        source: "plan_snapshot",
        at: now.toISOString(),
      },
      ...shown.map(
        (short): Evidence => ({
          kind: "material",
          id: short.material,
          facts: {
            orders: short.orders,
            quantity: short.quantity,
            receipt: short.receipt ?? null,
            expected: due(short) ?? null,
          },
          source: "plan_snapshot",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: shown.slice(0, 3).map(({ material }) => choiceOf("stock_status", { material }, language)),
  };
};
