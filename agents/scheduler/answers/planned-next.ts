import { MillwrightError } from "../../../services/core/errors.ts";
import { allLines, isDown, type Line } from "../../../services/mes/queries/equipment.ts";
import { type Order, orderById } from "../../../services/mes/queries/orders.ts";
import { plannedOnLine, type QueuedOperation } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { CardRow, ToolContext, ToolHandler, ToolResult } from "../../runtime/context.ts";
import { formatPlantTime, languageIn } from "../../runtime/format.ts";
import { stateName } from "../../runtime/line-state.ts";
import { asksWhatIsBefore } from "../../runtime/spoken/about/before.ts";
import { lineById } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { operationText, operationValue } from "./told-operation.ts";

/** As many as are shown of one line, and as a sentence holds. */
const mostShown = 6;
const mostTold = 3;

const evidenceOf = (one: QueuedOperation, version: number, now: Date): Evidence => ({
  kind: "order",
  id: one.order,
  label: one.product,
  facts: {
    line: one.line,
    segment: one.segment,
    quantity: one.quantity,
    start: formatPlantTime(one.start),
    end: formatPlantTime(one.end),
    state: one.released ? "released" : "planned",
    plan: version,
  },
  source: "plan_operation",
  at: now.toISOString(),
});

const rowOf = (one: QueuedOperation): CardRow => ({
  label: { zh: `${one.line} · ${one.order}`, en: `${one.line} · ${one.order}` },
  value: operationValue(one),
});

const list = (those: readonly QueuedOperation[], language: "zh" | "en"): string =>
  those
    .slice(0, mostTold)
    .map((one) => operationText(one, language))
    .join(language === "zh" ? "，然后 " : ", then ");

/** What a line runs at the moment, or how it stands without anything to run. */
const inHand = (line: Line): { readonly zh: string; readonly en: string } => {
  const { currentJob, stateCode, stateSince } = line;
  const state = stateName(stateCode);
  if (currentJob && !isDown(stateCode))
    return { zh: `现在做 ${currentJob.workOrderId}；`, en: `runs ${currentJob.workOrderId} now; ` };
  const since = stateSince ? formatPlantTime(stateSince) : undefined;
  return {
    zh: `现在${state.zh}${since ? `（自 ${since}）` : ""}，${currentJob ? `做的 ${currentJob.workOrderId} 停着` : "没有在做的单"}；`,
    en: `is ${state.en} now${since ? ` (since ${since})` : ""}, with ${currentJob ? `${currentJob.workOrderId} at a stand` : "nothing in hand"}; `,
  };
};

const lineEvidence = (line: Line, now: Date): Evidence => ({
  kind: "equipment",
  id: line.id,
  facts: {
    state: line.stateCode ?? "offline",
    since: line.stateSince ? formatPlantTime(line.stateSince) : null,
    order: line.currentJob?.workOrderId ?? null,
    queued: line.queue.length,
  },
  source: "equipment",
  at: now.toISOString(),
});

const ofLine = async (context: ToolContext, version: number, id: string): Promise<ToolResult> => {
  const { db, clock, text } = context;
  const now = clock.now();
  const line = await lineById(context, id);
  const those = await plannedOnLine(db, version, id, {
    most: mostShown,
    except: line.currentJob?.workOrderId,
  });
  const now_ = inHand(line);
  const evidence = [lineEvidence(line, now), ...those.map((one) => evidenceOf(one, version, now))];
  const language = languageIn(text);
  const [next] = those;
  if (!next)
    return {
      text: {
        zh: `${id} ${now_.zh}按计划版本 ${version}，后面没有排别的。`,
        en: `${id} ${now_.en}by plan version ${version} nothing is behind it.`,
      },
      evidence: [...evidence, planEvidence(version, now)],
      choices: [choiceOf("ready_orders", {}, language)],
      mentioned: { line: id },
    };
  return {
    text: {
      zh: `${id} ${now_.zh}按计划版本 ${version}，接下来是 ${list(those, "zh")}。`,
      en: `${id} ${now_.en}next by plan version ${version}: ${list(those, "en")}.`,
    },
    rows: those.map(rowOf),
    evidence,
    choices: [
      ...(next.released ? [] : [choiceOf("can_release", { order: next.order }, language)]),
      choiceOf("line_load", { line: id }, language),
    ],
    mentioned: { order: next.order, line: id },
  };
};

const planEvidence = (version: number, now: Date): Evidence => ({
  kind: "plan",
  id: `PLAN-${version}`,
  facts: { version },
  source: "plan",
  at: now.toISOString(),
});

/** The segment whose successor on the line is meant: the one that runs, or the first that is still to come. */
const openSegment = ({ segments }: Order) =>
  segments.find(({ actualStart, actualEnd }) => actualStart && !actualEnd) ??
  segments.find(({ actualEnd }) => !actualEnd);

/** What comes before an order on its line, the nearest first. */
const tellBefore = (
  id: string,
  segment: number,
  line: string,
  version: number,
  those: readonly QueuedOperation[],
): ToolResult["text"] =>
  those.length === 0
    ? {
        zh: `${id} 工序 ${segment} 在 ${line}，按计划版本 ${version} 它前面没有别的了。`,
        en: `${id} segment ${segment} is on ${line}; by plan version ${version} nothing is left before it there.`,
      }
    : {
        zh: `${line} 上 ${id}（工序 ${segment}）前面紧挨着的是 ${list(those, "zh").replaceAll("，然后 ", "，再往前 ")}，按计划版本 ${version}。`,
        en: `On ${line}, right before ${id} (segment ${segment}): ${list(those, "en").replaceAll(", then ", ", before that ")}, by plan version ${version}.`,
      };

const ofOrder = async (
  { db, clock, text }: ToolContext,
  version: number,
  id: string,
): Promise<ToolResult> => {
  const now = clock.now();
  const order = await orderById(db, id);
  const segment = openSegment(order);
  const own = segment
    ? await db
        .selectFrom("plan_operation")
        .select(["equipment_id", "start_time"])
        .where("version", "=", version)
        .where("work_order_id", "=", id)
        .where("segment", "=", segment.segment)
        .executeTakeFirst()
    : undefined;
  const language = languageIn(text);
  if (!segment || !own)
    return {
      text: {
        zh: `${id} 在计划版本 ${version} 里没有还要做的工序，后面没有可说的。`,
        en: `${id} has nothing left to do in plan version ${version}, so nothing is behind it.`,
      },
      evidence: [
        planEvidence(version, now),
        { kind: "order", id, facts: { status: order.status }, source: "work_order", at: now.toISOString() },
      ],
      choices: [choiceOf("order_status", { order: id }, language)],
      mentioned: { order: id },
    };
  const line = segment.equipmentId ?? own.equipment_id;
  const before = asksWhatIsBefore(text);
  const those = await plannedOnLine(db, version, line, {
    most: mostShown,
    except: id,
    ...(before ? { before: own.start_time } : { after: own.start_time }),
  });
  const evidence: Evidence[] = [
    {
      kind: "order",
      id,
      label: order.productId,
      facts: { line, segment: segment.segment, start: formatPlantTime(own.start_time), plan: version },
      source: "plan_operation",
      at: now.toISOString(),
    },
    ...those.map((one) => evidenceOf(one, version, now)),
  ];
  return {
    text: before
      ? tellBefore(id, segment.segment, line, version, those)
      : those.length === 0
        ? {
            zh: `${id} 工序 ${segment.segment} 在 ${line}，按计划版本 ${version} 它后面没有排别的。`,
            en: `${id} segment ${segment.segment} is on ${line}; by plan version ${version} nothing is behind it there.`,
          }
        : {
            zh: `${line} 上 ${id}（工序 ${segment.segment}）后面是 ${list(those, "zh")}，按计划版本 ${version}。`,
            en: `On ${line}, behind ${id} (segment ${segment.segment}): ${list(those, "en")}, by plan version ${version}.`,
          },
    rows: those.map(rowOf),
    evidence,
    choices: [choiceOf("line_status", { line }, language), choiceOf("order_status", { order: id }, language)],
    mentioned: { order: id, line },
  };
};

/** The next of every line, where neither an order nor a line is named. */
const ofAll = async ({ db, clock, text }: ToolContext, version: number): Promise<ToolResult> => {
  const now = clock.now();
  const lines = await allLines(db);
  const next = await Promise.all(
    lines.map(async (line) => {
      const [one] = await plannedOnLine(db, version, line.id, {
        most: 1,
        except: line.currentJob?.workOrderId,
      });
      return one;
    }),
  );
  const those = next
    .filter((one) => one !== undefined)
    .toSorted((a, b) => a.start.getTime() - b.start.getTime());
  const language = languageIn(text);
  return {
    text: {
      zh: `按计划版本 ${version}，最先开始的是 ${
        those.length > 0
          ? those
              .slice(0, mostTold)
              .map(({ line, order, start }) => `${line} 的 ${order}（${formatPlantTime(start)}）`)
              .join("、")
          : "——没有排着的"
      }。说出产线或工单，就说它后面的。`,
      en: `By plan version ${version}, ${
        those.length > 0
          ? `first come ${those
              .slice(0, mostTold)
              .map(({ line, order, start }) => `${order} on ${line} (${formatPlantTime(start)})`)
              .join(", ")}`
          : "nothing is left to start"
      }. Name a line or an order for what is behind it.`,
    },
    rows: those.map(rowOf),
    evidence: [planEvidence(version, now), ...those.map((one) => evidenceOf(one, version, now))],
    choices: lines.slice(0, mostTold).map(({ id }) => choiceOf("planned_next", { line: id }, language)),
  };
};

/**
 * What the plan in force puts next on a line, or behind an order on the line where it is.
 *
 * @throws MillwrightError PLAN_MISSING, UNKNOWN_ORDER, UNKNOWN_LINE.
 */
export const plannedNext: ToolHandler = async (context) => {
  const plan = await latestPlan(context.db);
  if (!plan) throw new MillwrightError("PLAN_MISSING");
  const { order, line } = context.args;
  if (order) return ofOrder(context, plan.version, order);
  return line ? ofLine(context, plan.version, line) : ofAll(context, plan.version);
};
