import { MillwrightError } from "../../../services/core/errors.ts";
import { hourMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { allLines } from "../../../services/mes/queries/equipment.ts";
import { takenOnLines } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { formatDuration, formatPlantTime, languageIn } from "../../runtime/format.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import { pointsAtLine } from "../../runtime/spoken/ids/lines.ts";
import { stretchHoursIn } from "../../runtime/spoken/times/gap-stretch.ts";
import { lineById } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { overdueOf } from "../answers/overdue.ts";
import { tellFirstGaps } from "./first-gaps.ts";
import { gapWindow } from "./gap-window.ts";
import { gapsBetween } from "./gaps.ts";

/** Taken where nobody says how long. */
const assumedHours = 1;
const mostTold = 3;

/**
 * When a line has nothing to do by the plan in force for so many hours on end, up to three times; of all lines, or those that
 * the words name, the first such time of each where the call is of none.
 *
 * @param shiftsOf The plant's shifts, for those who speak of one.
 * @throws MillwrightError PLAN_MISSING, UNKNOWN_LINE; MISSING_ARGUMENT where the words point at a line that is not known.
 */
export const createLineGaps =
  (shiftsOf: (db: Db) => Promise<readonly DayShift[]>): ToolHandler =>
  async (context) => {
    const { db, clock, text, args } = context;
    const now = clock.now();
    const plan = await latestPlan(db);
    if (!plan) throw new MillwrightError("PLAN_MISSING");
    if (!args.line && pointsAtLine(text)) throw new MillwrightError("MISSING_ARGUMENT", { argument: "line" });
    // What counts the days that are looked over tells no length.
    const said = args.hours && args.hours !== stretchHoursIn(text) ? args.hours : undefined;
    const assumed = said
      ? { zh: "", en: "" }
      : {
          zh: `没有说停多久，按 ${assumedHours} 小时算。`,
          en: `No length was said, so ${assumedHours} h is taken. `,
        };
    const hours = said ?? assumedHours;
    const window = gapWindow(args.by, text, now, await shiftsOf(db));
    if (!args.line)
      return tellFirstGaps(context, await allLines(db), {
        version: plan.version,
        now,
        window,
        hours,
        assumed,
      });
    const { id } = await lineById(context, args.line);
    const [byLine, overdue] = await Promise.all([
      takenOnLines(db, plan.version, [id], now),
      overdueOf(db, plan.version, now),
    ]);
    const gaps = gapsBetween(
      (byLine.get(id) ?? []).map(({ start, end }) => ({ from: start.getTime(), to: end.getTime() })),
      { ...window, least: hours * hourMs },
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
    const day = window.until ? formatPlantTime(new Date(window.until)) : undefined;
    const evidence: Evidence[] = [
      {
        kind: "plan",
        id: `PLAN-${plan.version}`,
        facts: {
          version: plan.version,
          line: id,
          hours,
          until: day ?? null,
          taken: byLine.get(id)?.length ?? 0,
        },
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
