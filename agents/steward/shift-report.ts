import { saidReason } from "../../services/core/stop-reasons.ts";
import type { Db } from "../../services/mes/database.ts";
import { pendingApprovals } from "../../services/mes/queries/approvals.ts";
import { openSetAside } from "../../services/mes/queries/set-aside.ts";
import { recordedRange, type StretchOfTime } from "../../services/mes/queries/stretch.ts";
import { askFigure } from "../analyst/figures/ask.ts";
import { longestStops, type Stop } from "../analyst/figures/proof.ts";
import { shiftsOf } from "../analyst/figures/shifts.ts";
import { stopRemark } from "../analyst/figures/tell.ts";
import { notRecorded } from "../analyst/not-recorded.ts";
import { noRecord, ordersInHand, recordedFigures } from "../analyst/recorded.ts";
import { reportWindow } from "../analyst/shift-window.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { CardRow, ToolContext, ToolHandler } from "../runtime/context.ts";
import { formatDuration, formatPercent, formatPlantTime, languageIn } from "../runtime/format.ts";
import { daysLater } from "../runtime/spoken/periods/calendar.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import { namedLine } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";
import { lateOrders } from "../scheduler/answers/late-orders.ts";

type Language = "zh" | "en";

/** Stops that a sentence holds, and that are shown; orders of a line that are named. */
const mostTold = 3;
const mostShown = 12;
const mostOrders = 6;

const lengthOf = ({ minutes }: Stop): string => formatDuration(minutes * 60);
const share = (value: number | undefined) => (value === undefined ? "–" : formatPercent(value));

const stopTold = (stop: Stop, withLine: boolean, language: Language): string => {
  const from = formatPlantTime(stop.from);
  const line = withLine ? `${stop.line} ` : "";
  const { zh, en } = stopRemark(stop);
  return language === "zh"
    ? `${line}${from} 起 ${lengthOf(stop)}${zh && `，${zh}`}`
    : `${line}from ${from} for ${lengthOf(stop)}${en && `, ${en}`}`;
};

const stopEvidence = (stop: Stop, now: Date): Evidence => ({
  kind: "equipment",
  id: stop.line,
  facts: {
    since: formatPlantTime(stop.since),
    stopped: formatPlantTime(stop.from),
    until: formatPlantTime(stop.to),
    length: lengthOf(stop),
    reason: stop.reason || null,
  },
  source: "event",
  at: now.toISOString(),
});

/** What is open beside what was made: orders that are late, proposals that wait, messages that were set aside. */
const openMatters = async (context: ToolContext) => {
  const { db, text } = context;
  const [late, approvals, setAside] = await Promise.all([
    lateOrders({ ...context, args: {}, text: languageIn(text) === "zh" ? "延期" : "late" }),
    pendingApprovals(db),
    openSetAside(db),
  ]);
  return { late, approvals: approvals.length, setAside };
};

/** The same stretch of the day before, or of the week before for a longer one, as far as it is on record. */
const madeBefore = async (
  db: Db,
  { from, to }: Period,
  recorded: StretchOfTime,
  line: string | undefined,
) => {
  const isLong = to > daysLater(from, 1);
  const [start, end] = [from, to].map((time) => daysLater(time, isLong ? -7 : -1)) as [Date, Date];
  if (start < recorded.from) return undefined;
  const { sums, value } = await askFigure(db, {
    metric: "quality",
    filter: line ? { lines: [line] } : {},
    from: start,
    to: end,
  });
  const name = isLong
    ? { zh: "上周同期", en: "the week before" }
    : { zh: "前一天同期", en: "the day before" };
  return value === undefined ? undefined : { good: sums.good ?? 0, quality: share(value / 100), name };
};

/**
 * What happened in a shift or another stretch of the past, on a line or in the whole plant: output against the plan, stops with
 * their reasons, late orders, and what waits for a person; every figure out of the record.
 *
 * @throws MillwrightError UNKNOWN_LINE.
 */
export const shiftReport: ToolHandler = async (context) => {
  const { db, clock, text } = context;
  const now = clock.now();
  const line = (await namedLine(context))?.id;
  const period = reportWindow(text, now, await shiftsOf(db));
  const { from, to, name } = period;
  const recorded = await recordedRange(db);
  if (!recorded || recorded.from >= to) return notRecorded(period, recorded?.from, now);
  const [figures, stops, before, adherence, open] = await Promise.all([
    recordedFigures(db, period),
    longestStops(db, period, { lines: line ? [line] : [] }, null),
    madeBefore(db, period, recorded, line),
    askFigure(db, { metric: "plan_adherence", filter: line ? { lines: [line] } : {}, from, to }),
    line ? undefined : openMatters(context),
  ]);
  const own = line ? (figures.lines.get(line) ?? noRecord) : figures.all;
  const stopped = stops.reduce((sum, { minutes }) => sum + minutes * 60, 0);
  const orders = line ? await ordersInHand(db, line, period) : [];
  const { plannedStarts = 0, keptStarts = 0 } = adherence.sums;
  const [start, end] = [from, to].map(formatPlantTime) as [string, string];
  const late = open?.late;
  const language = languageIn(text);
  const head: Evidence = {
    kind: "equipment",
    id: line ?? "ALL",
    facts: {
      from: start,
      to: end,
      good: own.good,
      scrap: own.scrap,
      quality: share(own.quality),
      availability: share(own.availability),
      ...(before ? { goodBefore: before.good, qualityBefore: before.quality } : {}),
      plannedStarts,
      startedInTime: keptStarts,
      planAdherence: plannedStarts > 0 ? share(keptStarts / plannedStarts) : null,
      stops: stops.length,
      stopped: formatDuration(stopped),
      completed: line ? null : figures.completed,
      onTime: line ? null : figures.onTime,
      orders: line ? orders.slice(0, mostOrders).join(", ") || null : null,
    },
    source: "event",
    at: now.toISOString(),
  };
  const against = before
    ? {
        zh: `（${before.name.zh} ${before.good} 件，${before.quality}）`,
        en: ` (${before.name.en}: ${before.good}, ${before.quality})`,
      }
    : { zh: "", en: "" };
  const plan = {
    zh:
      plannedStarts > 0
        ? `；按计划该开工 ${plannedStarts} 个任务，按时开工 ${keptStarts} 个（${share(keptStarts / plannedStarts)}）`
        : "",
    en:
      plannedStarts > 0
        ? `; of ${plannedStarts} planned starts ${keptStarts} were kept (${share(keptStarts / plannedStarts)})`
        : "",
  };
  const completed = line
    ? {
        zh: orders.length > 0 ? `；做过 ${orders.slice(0, mostOrders).join("、")}` : "",
        en: orders.length > 0 ? `; it worked on ${orders.slice(0, mostOrders).join(", ")}` : "",
      }
    : {
        zh: `；完工 ${figures.completed} 个工单，按期 ${figures.onTime} 个`,
        en: `; ${figures.completed} orders completed, ${figures.onTime} of them on time`,
      };
  const told = (language: Language) => {
    const list = stops.slice(0, mostTold).map((stop) => stopTold(stop, !line, language));
    if (stops.length === 0) return language === "zh" ? "没有停机。" : "No breakdown.";
    return language === "zh"
      ? `停机 ${stops.length} 次共 ${formatDuration(stopped)}：${list.join("；")}${stops.length > list.length ? " 等" : ""}。`
      : `${stops.length} ${stops.length === 1 ? "breakdown" : "breakdowns"}, ${formatDuration(stopped)} in all: ${list.join("; ")}${stops.length > list.length ? " and others" : ""}.`;
  };
  const waiting = open
    ? {
        zh: `${late!.text.zh}等批准的提案 ${open.approvals} 个，搁置的消息 ${open.setAside} 条。`,
        en: ` ${late!.text.en} ${open.approvals} ${open.approvals === 1 ? "proposal waits" : "proposals wait"} for approval, ${open.setAside} ${open.setAside === 1 ? "message is" : "messages are"} set aside.`,
      }
    : { zh: "", en: "" };
  const rows: CardRow[] = stops.slice(0, mostShown).map((stop) => ({
    label: { zh: `停机 ${stop.line}`, en: `Stop ${stop.line}` },
    value: `${formatPlantTime(stop.from)} · ${lengthOf(stop)}${stop.reason ? ` · ${saidReason(stop.reason)[languageIn(text)]}` : ""}`,
  }));
  return {
    text: {
      zh: `${name.zh}（${start} 到 ${end}）${line ?? "各线"}良品 ${own.good} 件，报废 ${own.scrap} 件，合格率 ${share(own.quality)}${against.zh}${plan.zh}${completed.zh}。${told("zh")}${waiting.zh}`,
      en: `${name.en} (${start} to ${end}): ${line ?? "the lines"} made ${own.good} good pieces and ${own.scrap} scrap, quality ratio ${share(own.quality)}${against.en}${plan.en}${completed.en}. ${told("en")}${waiting.en}`,
    },
    rows: [...rows, ...(late?.rows ?? [])],
    evidence: [
      head,
      ...stops.slice(0, mostShown).map((stop) => stopEvidence(stop, now)),
      ...(late?.evidence ?? []),
      ...(open
        ? [
            {
              kind: "plan" as const,
              id: "WAITING",
              facts: { proposals: open.approvals, setAsideMessages: open.setAside },
              source: "approval",
              at: now.toISOString(),
            },
          ]
        : []),
    ],
    choices: line
      ? [
          choiceOf("line_status", { line }, language),
          choiceOf("planned_next", { line }, language),
          choiceOf("shift_report", {}, language),
        ]
      : [
          ...(stops[0] ? [choiceOf("shift_report", { line: stops[0].line }, language)] : []),
          choiceOf("late_orders", {}, language),
          choiceOf("open_decisions", {}, language),
          choiceOf("overview", {}, language),
        ],
    ...(line ? { mentioned: { line } } : {}),
  };
};
