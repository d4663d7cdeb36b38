import { MillwrightError } from "../../../services/core/errors.ts";
import { segmentForLine } from "../../../services/mes/queries/line-choices.ts";
import { currentSegment, type OrderSegment } from "../../../services/mes/queries/orders.ts";
import { plannedOperationsOf } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlanVersion } from "../../../services/mes/queries/plans.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolHandler, ToolResult } from "../../runtime/context.ts";
import { orderEvidence } from "../../runtime/evidence.ts";
import { formatDuration, formatPlantTime, languageIn } from "../../runtime/format.ts";
import { lineById, subjectOrder } from "../../runtime/subject.ts";
import type { Desk } from "../desk/desk.ts";
import { outcome } from "./happening.ts";

type Places = Awaited<ReturnType<typeof plannedOperationsOf>>;

/** Less is no shift that anybody feels. */
const leastSeconds = 60;

/** An order that no plan has takes nobody's place. */
const notPlanned = (id: string): ToolResult["text"] => ({
  zh: `${id} 不在现行计划里，不做它，别的工单不受影响。`,
  en: `${id} is not in the plan in force: nothing else would change without it.`,
});

/** The time that an order takes at each line, so that it would be free. */
const freed = (places: Places): string =>
  places
    .map(
      ({ equipment_id: line, start_time: start, end_time: end }) =>
        `${line} ${formatDuration((end.getTime() - start.getTime()) / 1000)}`,
    )
    .join(", ");

/** What a line has of an order already is not planned any more, so that no plan without it can be made. */
const atLine = (id: string, { segment, equipmentId, status }: OrderSegment): ToolResult["text"] => {
  const runs = status === "Running";
  return {
    zh: `${id} 工序 ${segment} 已经下达到 ${equipmentId}${runs ? "，正在做" : ""}，“不做它会怎样”推演不了：线上已有的活不再排。可以暂停它，等它停下来；或看这条线后面排了什么。什么都没有改。`,
    en: `Segment ${segment} of ${id} is ${runs ? "being made on" : "released to"} ${equipmentId}: what the plan would be without it cannot be told, as work that a line has is not planned any more. It can be put on hold, or see what comes next on that line. Nothing was changed.`,
  };
};

/** What the plan would be without the order. It is not cancelled for that, so that nothing is offered to adopt. */
const without = async (
  context: ToolContext,
  order: Awaited<ReturnType<typeof subjectOrder>>,
  places: Places,
  [repairMs, desk]: readonly [number, Desk],
): Promise<ToolResult> => {
  const now = context.clock.now();
  const { id } = order;
  const base = orderEvidence(order, now);
  const language = languageIn(context.text);
  const choices = [
    choiceOf("hold_order", { order: id }, language),
    choiceOf("order_status", { order: id }, language),
  ];
  if (places.length === 0)
    return { text: notPlanned(id), evidence: [base], choices, mentioned: { order: id } };
  const current = currentSegment(order);
  if (current)
    return {
      text: atLine(id, current),
      evidence: [
        {
          ...base,
          facts: { ...base.facts, segment: current.segment, line: current.equipmentId, job: current.status },
        },
      ],
      choices: [
        ...choices,
        ...(current.equipmentId ? [choiceOf("planned_next", { line: current.equipmentId }, language)] : []),
      ],
      mentioned: { order: id },
    };
  const happening = { kind: "cancel", workOrderId: id } as const;
  const answer = await desk.ask("whatIf", now, happening, { budgetMs: repairMs });
  const others = answer.orders.filter(({ workOrderId }) => workOrderId !== id);
  const { text, rows, evidence } = await outcome(
    context.db,
    now,
    { ...answer, orders: others },
    { tellsGain: false },
  );
  const frees = freed(places);
  const sooner = others
    .filter(({ shiftSeconds, endAfter }) => endAfter !== undefined && shiftSeconds <= -leastSeconds)
    .sort((a, b) => a.shiftSeconds - b.shiftSeconds);
  const [most] = sooner;
  const gain = most && formatDuration(-most.shiftSeconds);
  const gains = most
    ? {
        zh: `变早的 ${sooner.length} 个工单，最多的是 ${most.workOrderId}，早 ${gain}。`,
        en: ` ${sooner.length} ${sooner.length === 1 ? "order ends" : "orders end"} sooner, most of all ${most.workOrderId}, by ${gain}.`,
      }
    : { zh: "", en: "" };
  return {
    text: {
      zh: `如果先不做 ${id}，腾出 ${frees.replaceAll(", ", "、")}；${text.zh}${gains.zh}这只是推演，什么都没有改。`,
      en: `If ${id} is left out for now, that frees ${frees}; ${text.en}${gains.en} Nothing was changed.`,
    },
    rows,
    evidence: [
      {
        ...base,
        facts: {
          ...base.facts,
          frees,
          sooner: sooner.length,
          ...(most ? { mostSooner: `${most.workOrderId} ${gain}` } : {}),
        },
      },
      ...evidence,
    ],
    choices,
    mentioned: { order: id },
  };
};

/** What the plan would be with the segment of the order that the line can do on that line. */
const moved = async (
  context: ToolContext,
  order: Awaited<ReturnType<typeof subjectOrder>>,
  line: string,
  [repairMs, desk]: readonly [number, Desk],
): Promise<ToolResult> => {
  const { db, clock, text: said } = context;
  const now = clock.now();
  const { id } = order;
  const base = orderEvidence(order, now);
  const { segment } = await segmentForLine(db, id, line);
  const places = await plannedOperationsOf(db, await latestPlanVersion(db), id);
  const place = places.find((one) => one.segment === segment);
  const language = languageIn(said);
  const mentioned = { order: id, line };
  if (place?.equipment_id === line) {
    const start = formatPlantTime(place.start_time);
    return {
      text: {
        zh: `${id} 工序 ${segment} 本来就排在 ${line}，${start} 开工。`,
        en: `Segment ${segment} of ${id} is planned on ${line} already and begins ${start}.`,
      },
      evidence: [{ ...base, facts: { ...base.facts, segment, line, start } }],
      choices: [choiceOf("order_status", { order: id }, language)],
      mentioned,
    };
  }
  const happening: Happening = { kind: "move", workOrderId: id, segment, equipmentId: line };
  const answer = await desk.ask("whatIf", now, happening, { budgetMs: repairMs });
  const shift = answer.orders.find(({ workOrderId }) => workOrderId === id);
  const [was, will] = [shift?.endBefore, shift?.endAfter].map((time) => time && formatPlantTime(time));
  const ends =
    was && will && was !== will
      ? { zh: `它的完工由 ${was} 变为 ${will}；`, en: `it ends ${will} instead of ${was}; ` }
      : { zh: "它的完工不变；", en: "it ends as before; " };
  const { text, rows, evidence } = await outcome(db, now, answer);
  return {
    text: {
      zh: `如果 ${id} 工序 ${segment} 换到 ${line} 做，${ends.zh}${text.zh}这只是推演，什么都没有改。`,
      en: `If segment ${segment} of ${id} is made on ${line}, ${ends.en}${text.en} Nothing was changed.`,
    },
    rows,
    evidence: [
      { ...base, facts: { ...base.facts, segment, line, endBefore: was ?? null, endAfter: will ?? null } },
      ...evidence,
    ],
    choices: [choiceOf("move_order", { order: id, line }, language)],
    mentioned,
  };
};

/**
 * What the plan in force would become without an order, or with it on the line that is named; nothing is stored nor proposed.
 *
 * @param budgetMs Time to look for a better repair than the first one.
 * @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_ORDER, UNKNOWN_LINE, LINE_NOT_ELIGIBLE, PLAN_MISSING, and what `repairPlan` throws.
 */
export const createWhatIfOrder =
  (budgetMs: number, desk: Desk): ToolHandler =>
  async (context) => {
    const { db, args } = context;
    const order = await subjectOrder(context);
    const version = await latestPlanVersion(db);
    if (version === 0) throw new MillwrightError("PLAN_MISSING");
    if (args.line) return moved(context, order, (await lineById(context, args.line)).id, [budgetMs, desk]);
    return without(context, order, await plannedOperationsOf(db, version, order.id), [budgetMs, desk]);
  };
