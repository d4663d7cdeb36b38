import { existingIds } from "../../../services/mes/queries/names.ts";
import { proposalAskedLast } from "../../../services/mes/queries/proposals.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { formatDuration, formatPlantTime, languageIn } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { OrderShift, PlanChange } from "./change.ts";

/** As many as a sentence holds, and as are shown. */
const mostTold = 4;
const mostShown = 10;
/** Less is no shift that anybody feels. */
const leastSeconds = 60;

const shiftText = ({ shiftSeconds }: OrderShift) => formatDuration(Math.abs(shiftSeconds));
const end = ({ endAfter }: OrderShift) => (endAfter ? formatPlantTime(new Date(endAfter)) : "–");

/** Which orders the plan that was proposed last in the conversation ends later, most first, and which sooner. */
export const proposalImpact: ToolHandler = async ({ db, clock, toolCallId, args, text }) => {
  const now = clock.now();
  const language = languageIn(text);
  const proposal = await proposalAskedLast(db, toolCallId);
  if (!proposal)
    return {
      text: {
        zh: "这次对话里没有提过改计划的提案，没有工单受影响。",
        en: "No change of the plan was proposed in this conversation; no order is affected.",
      },
      evidence: [],
      choices: [choiceOf("open_decisions", {}, language)],
    };
  const change = proposal.change as PlanChange;
  const others = change.orders.filter(({ workOrderId }) => workOrderId !== args.order);
  const later = others.filter(({ shiftSeconds }) => shiftSeconds >= leastSeconds);
  const sooner = others.filter(({ shiftSeconds }) => shiftSeconds <= -leastSeconds);
  const { lateBefore, lateAfter, moved } = change;
  const waits = proposal.status === "Proposed";
  const told = (mark: string, by: (shift: OrderShift) => string) =>
    later.slice(0, mostTold).map(by).join(mark);
  const most = {
    zh: told("、", (one) => `${one.workOrderId} 晚 ${shiftText(one)}`),
    en: told(", ", (one) => `${one.workOrderId} by ${shiftText(one)}`),
  };
  const [asked = ""] = text.split(" ");
  const one = change.orders.find(({ workOrderId }) => workOrderId === asked);
  const isAsked = one !== undefined || (await existingIds(db, "work_order", [asked])).has(asked);
  const ofOne = isAsked
    ? one && Math.abs(one.shiftSeconds) >= leastSeconds
      ? {
          zh: `${asked} ${one.shiftSeconds > 0 ? "晚" : "早"} ${shiftText(one)}，${end(one)} 完工。`,
          en: `${asked} ends ${shiftText(one)} ${one.shiftSeconds > 0 ? "later" : "sooner"}, ${end(one)}. `,
        }
      : { zh: `${asked} 的完工不变。`, en: `${asked} ends as before. ` }
    : { zh: "", en: "" };
  const state = waits
    ? { zh: "还没批准，计划没有变。", en: " It waits for approval; the plan has not changed." }
    : { zh: "", en: "" };
  return {
    text: {
      zh: `${ofOne.zh}${proposal.cause.zh}：移动 ${moved} 道工序，另有 ${later.length} 个工单完工变晚${most.zh ? `（${most.zh}${later.length > mostTold ? " 等" : ""}）` : ""}，${sooner.length} 个变早；延期工单 ${lateBefore} → ${lateAfter}。${state.zh}`,
      en: `${ofOne.en}${proposal.cause.en}: ${moved} operations move; ${later.length} other ${later.length === 1 ? "order ends" : "orders end"} later${most.en ? ` (${most.en}${later.length > mostTold ? " and others" : ""})` : ""}, ${sooner.length} sooner; late orders ${lateBefore} → ${lateAfter}.${state.en}`,
    },
    rows: later.slice(0, mostShown).map((one) => ({
      label: { zh: one.workOrderId, en: one.workOrderId },
      value: `+${shiftText(one)} → ${end(one)}`,
    })),
    evidence: [
      {
        kind: "plan",
        id: `PROPOSAL-${proposal.number}`,
        label: `${proposal.cause.zh} / ${proposal.cause.en}`,
        facts: {
          moved,
          later: later.length,
          sooner: sooner.length,
          lateBefore,
          lateAfter,
          status: proposal.status,
        },
        source: "plan_proposal",
        at: now.toISOString(),
      },
      ...(isAsked
        ? [
            {
              kind: "order",
              id: asked,
              facts: { shift: one ? shiftText(one) : "none", end: one ? end(one) : null },
              source: "plan_proposal",
              at: now.toISOString(),
            } satisfies Evidence,
          ]
        : []),
      ...later.slice(0, mostShown).map(
        (one): Evidence => ({
          kind: "order",
          id: one.workOrderId,
          facts: { later: shiftText(one), end: end(one) },
          source: "plan_proposal",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: later.slice(0, 2).map(({ workOrderId: order }) => choiceOf("order_status", { order }, language)),
  };
};
