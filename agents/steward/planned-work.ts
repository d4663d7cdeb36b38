import { MillwrightError } from "../../services/core/errors.ts";
import { dayMs } from "../../services/core/zone.ts";
import { allLines } from "../../services/mes/queries/equipment.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { plannedWithin, type StretchOfPlan } from "../../services/mes/queries/planned-stretch.ts";
import { latestPlan } from "../../services/mes/queries/plans.ts";
import { shiftsOf } from "../analyst/figures/shifts.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolContext, ToolHandler } from "../runtime/context.ts";
import { formatDuration, formatPlantTime, languageIn, plantDayTime } from "../runtime/format.ts";
import { asksForNextSetUp } from "../runtime/spoken/about/set-up.ts";
import { readFigure } from "../runtime/spoken/asked/question.ts";
import type { Ahead } from "../runtime/spoken/periods/ahead.ts";
import { stretchAheadIn } from "../runtime/spoken/times/stretch-ahead.ts";
import { namedLine } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";
import { operationText, operationValue } from "../scheduler/answers/told-operation.ts";
import { nextSetUp } from "./next-set-up.ts";

/** Operations of a line that a sentence holds, lines that it names, and what is shown. */
const mostTold = 4;
const mostLines = 3;
const mostShown = 14;
/** No plan reaches farther. */
const farthestDays = 3_650;

/** The stretch that is asked about; the next day where the words name none. */
const stretchIn = async ({ db, text }: ToolContext, now: Date): Promise<Ahead> => {
  const ahead = stretchAheadIn(text, now, await shiftsOf(db));
  if (!ahead)
    return {
      from: now,
      to: new Date(now.getTime() + dayMs),
      name: { zh: "接下来 24 小时", en: "In the next 24 hours" },
    };
  return ahead.from < now ? { ...ahead, from: now } : ahead;
};

/** What begins of it, with its set-ups. */
const sums = (operations: StretchOfPlan["operations"]) => {
  const setUps = operations.filter(({ setupSeconds }) => setupSeconds > 0);
  return {
    starts: operations.length,
    setUps: setUps.length,
    setUpTime: formatDuration(setUps.reduce((sum, { setupSeconds }) => sum + setupSeconds, 0)),
  };
};

const setUpsText = ({ setUps, setUpTime }: ReturnType<typeof sums>) => ({
  zh: setUps > 0 ? `换线 ${setUps} 次共 ${setUpTime}` : "不用换线",
  en: setUps > 0 ? `${setUps} ${setUps === 1 ? "set-up" : "set-ups"} of ${setUpTime} in all` : "no set-up",
});

/** What one line is to begin, in the plan's order. */
const ofLine = ({ operations }: StretchOfPlan) => {
  const told = operations.slice(0, mostTold);
  const more = operations.length > told.length;
  const setUps = setUpsText(sums(operations));
  if (operations.length === 0) return { zh: "没有要开工的工序", en: "nothing begins" };
  return {
    zh: `开工 ${operations.length} 道工序：${told.map((one) => operationText(one, "zh")).join("、")}${more ? " 等" : ""}；${setUps.zh}`,
    en: `${operations.length} ${operations.length === 1 ? "operation begins" : "operations begin"}: ${told.map((one) => operationText(one, "en")).join(", ")}${more ? " and others" : ""}; ${setUps.en}`,
  };
};

/** What all lines, or those of a kind, are to begin and to end. */
const ofAll = ({ operations, orders }: StretchOfPlan, byLine: readonly LineSums[]) => {
  const all = sums(operations);
  const setUps = setUpsText(all);
  const most = byLine.filter((line) => line.setUps > 0).slice(0, mostLines);
  const late = orders.filter((order) => order.isLate).length;
  return {
    zh: `开工 ${all.starts} 道工序，${setUps.zh}${most.length > 0 ? `（最多的是 ${most.map((line) => `${line.id} ${line.setUps} 次`).join("、")}）` : ""}；完成 ${orders.length} 个工单，其中延期 ${late} 个`,
    en: `${all.starts} operations begin, ${setUps.en}${most.length > 0 ? ` (most on ${most.map((line) => `${line.id}, ${line.setUps}`).join("; ")})` : ""}; ${orders.length} orders end, ${late} of them late`,
  };
};

type LineSums = ReturnType<typeof sums> & { readonly id: string };

/** Lines with what begins on them, those of the most set-ups first. */
const linesOf = ({ operations }: StretchOfPlan): LineSums[] =>
  [...Map.groupBy(operations, ({ line }) => line)]
    .map(([id, own]) => ({ id, ...sums(own) }))
    .sort((a, b) => b.setUps - a.setUps || b.starts - a.starts || a.id.localeCompare(b.id));

/**
 * What the plan in force holds for a stretch to come: figures are of what has happened, so that a question for tomorrow's
 * is answered by what is planned.
 *
 * @throws MillwrightError PLAN_MISSING; UNKNOWN_LINE.
 */
export const plannedWork: ToolHandler = async (context) => {
  const { db, clock, text } = context;
  const now = clock.now();
  const plan = await latestPlan(db);
  if (!plan) throw new MillwrightError("PLAN_MISSING");
  const { version } = plan;
  const ahead = await stretchIn(context, now);
  const line = await namedLine(context);
  const { kind } = readFigure(text, await namesOfPlant(db), now, plantDayTime(now));
  const lines = line
    ? [line.id]
    : (await allLines(db)).filter(({ process }) => !kind || process === kind).map(({ id }) => id);
  if (asksForNextSetUp(text)) {
    const to = new Date(now.getTime() + farthestDays * dayMs);
    return nextSetUp(await plannedWithin(db, version, { from: now, to, lines }), version, now);
  }
  const stretch = await plannedWithin(db, version, { from: ahead.from, to: ahead.to, lines });
  const byLine = linesOf(stretch);
  const { zh, en } = line ? ofLine(stretch) : ofAll(stretch, byLine);
  const [from, to] = [formatPlantTime(ahead.from), formatPlantTime(ahead.to)];
  const scope = line?.id ?? kind ?? "";
  const language = languageIn(text);
  const operations = stretch.operations.slice(0, mostShown);
  const head: Evidence = {
    kind: "plan",
    id: `PLAN-${version}`,
    ...(scope ? { label: scope } : {}),
    facts: {
      version,
      from,
      to,
      stretch: ahead.name.en,
      ...sums(stretch.operations),
      ...(line
        ? {}
        : {
            orders: stretch.orders.length,
            late: stretch.orders.filter((order) => order.isLate).length,
          }),
    },
    source: "plan_operation",
    at: now.toISOString(),
  };
  return {
    text: {
      zh: `${ahead.name.zh}（${from} 到 ${to}）按计划版本 ${version}${scope ? `，${scope}` : ""} ${zh}。`,
      en: `${ahead.name.en} (${from} to ${to}), by plan version ${version}${scope ? `, on ${scope}` : ""}: ${en}.`,
    },
    rows: line
      ? operations.map((one) => ({
          label: { zh: one.order, en: one.order },
          value: operationValue(one),
        }))
      : byLine.slice(0, mostShown).map(({ id, starts, setUps, setUpTime }) => ({
          label: { zh: `${id} 开工 ${starts}`, en: `${id}, ${starts} begin` },
          value:
            setUps === 0
              ? "–"
              : language === "zh"
                ? `换线 ${setUps} · ${setUpTime}`
                : `${setUps} ${setUps === 1 ? "set-up" : "set-ups"} · ${setUpTime}`,
        })),
    evidence: [
      head,
      ...(line
        ? operations.map(
            ({ order, product, quantity, start }): Evidence => ({
              kind: "order",
              id: order,
              label: product,
              facts: { quantity, start: formatPlantTime(start), plan: version },
              source: "plan_operation",
              at: now.toISOString(),
            }),
          )
        : byLine.slice(0, mostShown).map(
            ({ id, starts, setUps, setUpTime }): Evidence => ({
              kind: "equipment",
              id,
              facts: { starts, setUps, setUpTime },
              source: "plan_operation",
              at: now.toISOString(),
            }),
          )),
    ],
    choices: [
      choiceOf("line_load", line ? { line: line.id } : {}, language),
      choiceOf("late_orders", {}, language),
    ],
    ...(line ? { mentioned: { line: line.id } } : {}),
  };
};
