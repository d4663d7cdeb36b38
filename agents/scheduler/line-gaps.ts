import { MillwrightError } from "../../services/core/errors.ts";
import { hourMs } from "../../services/core/zone.ts";
import { takenOnLine } from "../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../services/mes/queries/plans.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatDuration, formatPlantTime, languageIn, momentOfDeadline } from "../runtime/format.ts";
import { asksOfDay } from "../runtime/spoken/about-free-time.ts";
import { lineById } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";
import { overdueOf } from "./overdue.ts";

/** Taken where nobody says how long. */
const assumedHours = 1;
const mostTold = 3;

/** A stretch in which a line has nothing to do; without an end where nothing is planned behind it. */
export interface Gap {
  readonly from: number;
  readonly to: number | undefined;
}

/** The stretches between those that are taken, from a moment until another, that last at least so long. */
export const gapsBetween = (
  taken: readonly { readonly from: number; readonly to: number }[],
  {
    from,
    until,
    least,
  }: { readonly from: number; readonly until: number | undefined; readonly least: number },
): Gap[] => {
  const gaps: Gap[] = [];
  let at = from;
  for (const one of taken.toSorted((a, b) => a.from - b.from)) {
    if (until !== undefined && one.from >= until) break;
    if (one.from - at >= least) gaps.push({ from: at, to: one.from });
    at = Math.max(at, one.to);
  }
  if (until === undefined) gaps.push({ from: at, to: undefined });
  else if (until - at >= least) gaps.push({ from: at, to: until });
  return gaps;
};

/** What is looked at: from now on, or a day that is named, or until it. */
const windowOf = (by: string | null | undefined, text: string, now: Date) => {
  if (!by) return { from: now.getTime(), until: undefined };
  const until = momentOfDeadline(by).getTime();
  const start = momentOfDeadline(`${by.slice(0, 10)}T00:00`).getTime();
  const isOfDay = !by.includes("T") && asksOfDay(text);
  return until <= now.getTime()
    ? { from: now.getTime(), until: undefined }
    : { from: isOfDay ? Math.max(start, now.getTime()) : now.getTime(), until };
};

/**
 * When a line has nothing to do by the plan in force for so many hours on end, up to three times.
 *
 * @throws MillwrightError PLAN_MISSING, UNKNOWN_LINE.
 */
export const lineGaps: ToolHandler = async (context) => {
  const { db, clock, text, args } = context;
  const now = clock.now();
  const plan = await latestPlan(db);
  if (!plan) throw new MillwrightError("PLAN_MISSING");
  if (!args.line) throw new MillwrightError("MISSING_ARGUMENT", { argument: "line" });
  const { id } = await lineById(context, args.line);
  const assumed = args.hours
    ? { zh: "", en: "" }
    : {
        zh: `没有说停多久，按 ${assumedHours} 小时算。`,
        en: `No length was said, so ${assumedHours} h is taken. `,
      };
  const hours = args.hours ?? assumedHours;
  const [taken, overdue] = await Promise.all([
    takenOnLine(db, plan.version, id, now),
    overdueOf(db, plan.version, now),
  ]);
  const gaps = gapsBetween(
    taken.map(({ start, end }) => ({ from: start.getTime(), to: end.getTime() })),
    { ...windowOf(args.by, text, now), least: hours * hourMs },
  ).slice(0, mostTold);
  const told = gaps.map(({ from, to }) => ({
    from: formatPlantTime(new Date(from)),
    to: to === undefined ? null : formatPlantTime(new Date(to)),
    lasts: to === undefined ? null : formatDuration((to - from) / 1_000),
  }));
  const language = languageIn(text);
  const [zh, en] =
    told.length === 0
      ? ["没有这么长的空档", "there is no gap so long"]
      : [
          `能停的空档：${told.map(({ from, to, lasts }) => (to ? `${from} 到 ${to}（${lasts}）` : `${from} 起，之后没有排`)).join("；")}`,
          `it could stand still ${told.map(({ from, to, lasts }) => (to ? `${from} to ${to} (${lasts})` : `from ${from} on, with nothing planned behind`)).join("; ")}`,
        ];
  const day = args.by ? formatPlantTime(momentOfDeadline(args.by)) : undefined;
  const evidence: Evidence[] = [
    {
      kind: "plan",
      id: `PLAN-${plan.version}`,
      facts: { version: plan.version, line: id, hours, until: day ?? null, taken: taken.length },
      source: "plan_operation",
      at: now.toISOString(),
    },
    ...told.map(
      (facts): Evidence => ({
        kind: "equipment",
        id,
        facts,
        source: "plan_operation",
        at: now.toISOString(),
      }),
    ),
    ...(overdue ? [overdue.evidence] : []),
  ];
  return {
    text: {
      zh: `${assumed.zh}按计划版本 ${plan.version}，${id} ${day ? `到 ${day} 为止` : ""}停 ${hours} 小时：${zh}。${overdue ? `${overdue.text.zh}。` : ""}`,
      en: `${assumed.en}By plan version ${plan.version}, for ${hours} h of ${id}${day ? ` until ${day}` : ""} ${en}.${overdue ? ` ${overdue.text.en}.` : ""}`,
    },
    rows: told.map(({ from, to, lasts }) => ({
      label: { zh: id, en: id },
      value: to ? `${from} – ${to} · ${lasts}` : `${from} –`,
    })),
    evidence,
    choices: [
      choiceOf("what_if_down", { line: id, hours }, language),
      choiceOf("line_load", { line: id }, language),
    ],
    mentioned: { line: id },
  };
};
