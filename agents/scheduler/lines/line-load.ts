import type { Load } from "../../../optimizer/index.ts";
import { dayMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { allLines } from "../../../services/mes/queries/equipment.ts";
import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import {
  formatDuration,
  formatPercent,
  formatPlantTime,
  languageIn,
  momentOfDeadline,
  plantDayTime,
} from "../../runtime/format.ts";
import { readFigure } from "../../runtime/spoken/asked/question.ts";
import { type DayShift, shiftNamed } from "../../runtime/spoken/asked/shift.ts";
import { soleProcessIn } from "../../runtime/spoken/ids/lines.ts";
import { aheadIn } from "../../runtime/spoken/periods/ahead.ts";
import { readSentence } from "../../runtime/spoken/reading.ts";
import { namedLine } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";

/** How far ahead is looked where no moment is named. */
const aheadMs = 7 * dayMs;
/** As many as can be looked over at a glance. */
const shown = 8;

const waits = { zh: "延期工单等", en: "late orders wait" };

const hours = (seconds: number) => `${(seconds / 3_600).toFixed(1)} h`;

/** The shift that a sentence names, the next of that name where it names no day. */
const shiftAhead = (text: string, now: Date, shifts: readonly DayShift[]) =>
  aheadIn(text, now, shifts) ?? aheadIn(`今天 ${text}`, now, shifts) ?? aheadIn(`明天 ${text}`, now, shifts);

const told = ({ busy, open, ratio, lateWaiting }: Load): { zh: string; en: string } => ({
  zh: `排了 ${formatPercent(ratio)}（${hours(busy)}，开班 ${hours(open)}）${lateWaiting > 0 ? `，延期工单在它前面共等 ${formatDuration(lateWaiting)}` : ""}`,
  en: `${formatPercent(ratio)} full (${hours(busy)} of ${hours(open)} open)${lateWaiting > 0 ? `, late orders wait ${formatDuration(lateWaiting)} in front of it` : ""}`,
});

const evidenceOf = ({ resource, busy, open, ratio, lateWaiting }: Load, at: Date): Evidence => ({
  kind: "equipment",
  id: resource,
  facts: {
    load: formatPercent(ratio),
    busy: hours(busy),
    open: hours(open),
    lateOrdersWait: lateWaiting > 0 ? formatDuration(lateWaiting) : null,
  },
  source: "plan_snapshot",
  at: at.toISOString(),
});

/**
 * How full lines are by the plan in force, from now until a moment or for a week, and which of them holds back most: where
 * late orders wait longest although they and their material are there. Without any such, the fullest one.
 *
 * @throws MillwrightError PLAN_MISSING; UNKNOWN_LINE for a line that there is not.
 */
export const lineLoad = async (
  context: ToolContext,
  desk: Desk,
  shiftsOf: (db: Db) => Promise<readonly DayShift[]>,
): Promise<ToolResult> => {
  const { db, clock, text, args } = context;
  const now = clock.now();
  const asked = args.by ? momentOfDeadline(args.by) : undefined;
  // A shift is so full by itself, and not with what comes before it.
  const shift =
    shiftNamed(text) || /下1?一?个?班|(?<![a-z])next shift/i.test(text)
      ? shiftAhead(text, now, await shiftsOf(db))
      : undefined;
  const until = shift?.to ?? (asked && asked > now ? asked : new Date(now.getTime() + aheadMs));
  const begins = shift && shift.from > now ? shift.from : now;
  const { version, loads } = await desk.ask("lineLoads", begins, until);
  const [start, last] = [formatPlantTime(begins), formatPlantTime(until)];
  const within = shift
    ? { zh: `${shift.name.zh}（${start} 到 ${last}）`, en: `${shift.name.en} (${start} to ${last}):` }
    : { zh: `到 ${last} 为止`, en: `until ${last}` };
  const head: Evidence = {
    kind: "plan",
    id: `PLAN-${version}`,
    facts: {
      version,
      until: last,
      ...(shift ? { from: start, shift: `${shift.name.en} ${shift.name.zh}` } : {}),
    },
    source: "plan_snapshot",
    at: now.toISOString(),
  };
  const language = languageIn(text);
  const line = await namedLine(context);
  if (line) {
    const { id } = line;
    const load = loads.find(({ resource }) => resource === id) ?? {
      resource: id,
      busy: 0,
      open: 0,
      ratio: 0,
      lateWaiting: 0,
    };
    const { zh, en } = told(load);
    return {
      text: {
        zh: `按计划版本 ${version}，${within.zh} ${id} ${zh}。`,
        en: `By plan version ${version}, ${within.en} ${id} is ${en}.`,
      },
      evidence: [head, evidenceOf(load, now)],
      mentioned: { line: id },
    };
  }
  // "Burn-in this week": of the lines of one kind, where the words name one; of several lines that they name, of those.
  const names = await namesOfPlant(db);
  const { lines: named } = readSentence(text, names, plantDayTime(now));
  const kind = readFigure(text, names, now, plantDayTime(now)).kind ?? soleProcessIn(text, names.lines);
  const ofKind = new Set(
    named.length > 1
      ? named
      : (await allLines(db)).filter(({ process }) => !kind || process === kind).map(({ id }) => id),
  );
  const isOfAll = !kind && named.length < 2;
  const first = loads.filter(({ resource }) => ofKind.has(resource) || isOfAll).slice(0, shown);
  const [tightest] = first;
  const sentence = tightest && tightest.busy > 0 ? told(tightest) : undefined;
  const holdsBack = (tightest?.lateWaiting ?? 0) > 0;
  const others = named.length > 1 ? first.slice(1) : [];
  const besides = (said: "zh" | "en") =>
    others.map((load) => `${said === "zh" ? "；" : "; "}${load.resource} ${told(load)[said]}`).join("");
  return {
    text: sentence
      ? {
          zh: `按计划版本 ${version}，${within.zh}${holdsBack ? "瓶颈是" : "没有延期工单在等产线，最满的是"} ${tightest!.resource}：${sentence.zh}${besides("zh")}。`,
          en: `By plan version ${version}, ${within.en} ${holdsBack ? "the bottleneck is" : "no late order waits for a line; the fullest is"} ${tightest!.resource}: ${sentence.en}${besides("en")}.`,
        }
      : {
          zh: `按计划版本 ${version}，${within.zh}没有排任何工序。`,
          en: `By plan version ${version}, ${within.en} there is no work.`,
        },
    rows: first.map((load) => ({
      label: { zh: load.resource, en: load.resource },
      value: `${formatPercent(load.ratio)}${load.lateWaiting > 0 ? ` · ${waits[language]} ${formatDuration(load.lateWaiting)}` : ""}`,
    })),
    evidence: [head, ...first.map((load) => evidenceOf(load, now))],
    choices: [choiceOf("late_orders", {}, language), choiceOf("plan_status", {}, language)],
    ...(tightest ? { mentioned: { line: tightest.resource } } : {}),
  };
};
