import { choiceOf } from "../../runtime/choice.ts";
import type { ToolResult } from "../../runtime/context.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { WaitedMaterials } from "./waited-for.ts";
import type { WaitingOrder } from "./waiting-orders.ts";

/** Orders that a sentence holds. */
const mostTold = 4;

/** Whether the orders are asked for and not the materials: 哪些单在等料, "which orders wait for parts". */
export const asksWhichWait = (text: string): boolean =>
  /(?:哪|什么|啥|多少|几|有没有).{0,12}(?:工?单|订单)|(?:工?单子?|订单).{0,6}(?:哪些|哪几|多少|几)[个张]?|(?<![a-z])(?:which|what|any|how many|list|show).{0,16}(?:orders?|jobs?)(?![a-z])|(?<![a-z])(?:orders?|jobs?) (?:that are |which are )?(?:waiting|short|blocked|stuck)(?![a-z])/i.test(
    text,
  );

const comes = ({ time }: WaitingOrder) => (time ? formatPlantTime(time) : undefined);

/** The orders that wait for material, those due first, each with what it waits for longest. */
export const tellWaiting = (
  { version, orders, materials, waiting }: WaitedMaterials,
  now: Date,
  language: "zh" | "en",
): ToolResult => {
  const list = (of: "zh" | "en") =>
    waiting
      .slice(0, mostTold)
      .map((one) => {
        const [time, due] = [comes(one), formatPlantTime(one.due)];
        return of === "zh"
          ? `${one.order}（交期 ${due}）等 ${one.material} ${one.quantity}，${time ? `按 ${time} 到货算` : "没有已知的到货"}`
          : `${one.order} (due ${due}) for ${one.quantity} of ${one.material}, ${time ? `counted on from ${time}` : "of which no receipt is known"}`;
      })
      .join(of === "zh" ? "；" : "; ");
  const more = orders > mostTold;
  const left = orders - waiting.length;
  return {
    text: {
      zh: `按计划版本 ${version}，有 ${orders} 个工单在等料，一共 ${materials} 种；交期最早的：${list("zh")}${more ? `；其余见下${left > 0 ? `，还有 ${left} 个没列出` : ""}` : ""}。`,
      en: `By plan version ${version}, ${orders} ${orders === 1 ? "order waits" : "orders wait"} for material, ${materials} kinds of it in all; those due first: ${list("en")}${more ? `; the rest below${left > 0 ? `, but for ${left} more` : ""}` : ""}.`,
    },
    rows: waiting.map((one) => ({
      label: { zh: one.order, en: one.order },
      value: `${one.material} × ${one.quantity} · ${comes(one) ?? "—"}${one.materials > 1 ? ` · +${one.materials - 1}` : ""}`,
    })),
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        facts: { version, materials, orders, ...(left > 0 ? { notListed: left } : {}) },
        source: "plan_snapshot",
        at: now.toISOString(),
      },
      ...waiting.map(
        (one): Evidence => ({
          kind: "order",
          id: one.order,
          label: one.material,
          facts: {
            due: formatPlantTime(one.due),
            quantity: one.quantity,
            expected: comes(one) ?? null,
            materials: one.materials,
          },
          source: "plan_snapshot",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: [
      choiceOf("short_material", {}, language),
      ...waiting.slice(0, 2).map(({ order }) => choiceOf("explain_late", { order }, language)),
    ],
  };
};
