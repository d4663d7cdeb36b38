import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { Choice, ToolHandler, ToolResult } from "../../runtime/context.ts";
import { formatPlantTime, languageIn } from "../../runtime/format.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import { type AskedTime, askedTime } from "./asked-time.ts";
import type { LateNow } from "./extra-time.ts";
import type { AssumedStretch } from "./extra-windows.ts";
import {
  gainEvidence,
  gainRows,
  helps,
  replanHelps,
  tellExtra,
  tellGain,
  tellHolds,
  tellLateness,
} from "./tell-extra-time.ts";

const assumptions: Readonly<Record<AssumedStretch, Bilingual>> = {
  day: { zh: "没有说哪天，按接下来 24 小时算。", en: "You did not say when; taken as the next 24 hours. " },
  weekend: { zh: "没有说哪天，按这个周末算。", en: "You did not say when; taken as the coming weekend. " },
  week: { zh: "没有说哪天，按接下来 7 天算。", en: "You did not say when; taken as the next 7 days. " },
};
const assumptionOf = ({ assumed }: AskedTime): Bilingual =>
  assumed ? assumptions[assumed] : { zh: "", en: "" };
/** The plan is planned on with and without the time, which takes some seconds, and many on a busy machine. */
const meanwhile: Bilingual = {
  zh: "正在算加班能让延期少多少：现行计划要按加班、不加班各排一遍再比，得要几秒钟……",
  en: "Working out what the extra time would save: the plan in force is planned on with it and without it, and the two are compared, which takes some seconds …",
};
const mostOthers = 3;

/** What is told of a plan that no time can be added to: how late it is and what its orders wait for. */
const lateEvidence = ({ planVersion, inForce, holds }: LateNow, asked: AskedTime, now: Date): Evidence => ({
  kind: "plan",
  id: `PLAN-${planVersion}`,
  facts: {
    version: planVersion,
    late: inForce.orders,
    lateness: tellLateness(inForce.seconds).en,
    from: formatPlantTime(asked.stretches[0]!.from),
    to: formatPlantTime(asked.stretches.at(-1)!.to),
    ...tellHolds(holds).evidence,
    ...assumedFact(asked),
  },
  source: "plan_snapshot",
  at: now.toISOString(),
});

const assumedFact = ({ assumed }: AskedTime): Evidence["facts"] =>
  assumed ? { assumed: assumptions[assumed].en.trim() } : {};

/** What else could be asked of orders that more time does not help, or not all. */
const onwards = (asked: AskedTime, holds: LateNow["holds"], language: "zh" | "en"): Choice[] => {
  const order = asked.orders[0] ?? holds[0]?.orderId;
  const others = asked.named.length > 0 && asked.ofOthers.length > 0;
  return [
    ...(others
      ? [choiceOf("what_if_shift", { line: "all", ...(asked.day ? { by: asked.day } : {}) }, language)]
      : []),
    ...(order ? [choiceOf("explain_late", { order }, language)] : []),
    choiceOf("line_load", { line: "all" }, language),
    choiceOf("late_orders", {}, language),
  ];
};

/** Where there is no closed time to open. */
const noTime = (state: LateNow, asked: AskedTime, now: Date, language: "zh" | "en"): ToolResult => {
  const [from, to] = [formatPlantTime(asked.stretches[0]!.from), formatPlantTime(asked.stretches.at(-1)!.to)];
  const who: Bilingual =
    asked.named.length > 0
      ? { zh: `${asked.named.join("、")} `, en: asked.named.join(", ") }
      : { zh: "这些产线", en: "These lines" };
  const runs = asked.named.length === 1 ? "already runs" : "already run";
  const none: Bilingual = asked.isFull
    ? {
        zh: `${who.zh}在 ${from} 到 ${to} 本来就全时开工（保养和休息除外），没有更多时间可加。`,
        en: `${who.en} ${runs} in all the time from ${from} to ${to} but for maintenance and breaks; more time is not to be had there.`,
      }
    : {
        zh: `${who.zh}在 ${from} 到 ${to} 之间，要加的时间本来就开工或在保养；请换个班次或日子。`,
        en: `${who.en} ${runs} in the hours that are meant between ${from} and ${to}, but for maintenance; name another shift or day.`,
      };
  const assumed = assumptionOf(asked);
  const holds = tellHolds(state.holds);
  const others = asked.ofOthers.map(({ line }) => line).slice(0, mostOthers);
  return {
    text: {
      zh: `${assumed.zh}${none.zh}计划版本 ${state.planVersion} 里延期的 ${state.inForce.orders} 个工单（合计 ${tellLateness(state.inForce.seconds).zh}）：${holds.zh}。${asked.named.length > 0 && others.length > 0 ? `那段时间不开工的有 ${others.join("、")}。` : ""}`,
      en: `${assumed.en}${none.en} The ${state.inForce.orders} late orders of plan version ${state.planVersion} (${tellLateness(state.inForce.seconds).en} in all) are held up: ${holds.en}.${asked.named.length > 0 && others.length > 0 ? ` Closed then: ${others.join(", ")}.` : ""}`,
    },
    evidence: [
      lateEvidence(state, asked, now),
      ...[...asked.named, ...others].map(
        (id): Evidence => ({
          kind: "equipment",
          id,
          facts: { closed: others.includes(id), from, to },
          source: "calendar_shift",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: onwards(asked, state.holds, language),
  };
};

/** Where the lines that have closed time are none that a late order goes over. */
const besides = (state: LateNow, asked: AskedTime, now: Date, language: "zh" | "en"): ToolResult => {
  const { when, facts } = tellExtra(asked.ofThose);
  const assumed = assumptionOf(asked);
  const holds = tellHolds(state.holds);
  return {
    text: {
      zh: `${assumed.zh}如果 ${when.zh}，帮不上忙：计划版本 ${state.planVersion} 里延期的 ${state.inForce.orders} 个工单都不再经过这些产线。它们：${holds.zh}。`,
      en: `${assumed.en}If ${when.en}, it would bring nothing: none of the ${state.inForce.orders} late orders of plan version ${state.planVersion} goes over them any more. These are held up: ${holds.en}.`,
    },
    evidence: [
      lateEvidence(state, asked, now),
      ...asked.ofThose.map(
        ({ line }): Evidence => ({
          kind: "equipment",
          id: line,
          facts: { ...facts },
          source: "calendar_shift",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: onwards(asked, state.holds, language),
  };
};

/**
 * What the late orders would gain if lines worked in time that their calendars leave closed: the stretch that the words name.
 * Breaks, maintenance and breakdowns stay closed, and nothing is changed.
 *
 * @param budgetMs Time to plan on, without the time and with it.
 * @param shiftsOf The plant's shifts.
 * @throws MillwrightError PLAN_MISSING, UNKNOWN_LINE, PLAN_INFEASIBLE, PLAN_REJECTED.
 */
export const createWhatIfShift =
  (budgetMs: number, shiftsOf: (db: Db) => Promise<readonly DayShift[]>, desk: Desk): ToolHandler =>
  async (context) => {
    const { clock, text } = context;
    const now = clock.now();
    const language = languageIn(text);
    const asked = await askedTime(context, now, shiftsOf);
    const state = await desk.ask("lateNow", now);
    const [only, ...more] = asked.named;
    const [order, ...orders] = asked.orders;
    const mentioned = {
      mentioned: {
        ...(only && more.length === 0 ? { line: only } : {}),
        ...(order && orders.length === 0 ? { order } : {}),
      },
    };
    if (state.inForce.orders === 0)
      return {
        text: {
          zh: `按计划版本 ${state.planVersion} 没有工单延期，加班没有延期可减。`,
          en: `By plan version ${state.planVersion} no order is late, so there is nothing that more time would save.`,
        },
        evidence: [lateEvidence(state, asked, now)],
        choices: [choiceOf("line_load", { line: "all" }, language), choiceOf("plan_status", {}, language)],
        ...mentioned,
      };
    if (asked.ofThose.length === 0) return { ...noTime(state, asked, now, language), ...mentioned };
    const goneOver = new Set(state.lines);
    const extra =
      asked.named.length > 0 ? asked.ofThose : asked.ofThose.filter(({ line }) => goneOver.has(line));
    if (extra.length === 0) return besides(state, asked, now, language);
    await context.meanwhile?.(meanwhile);
    const answer = await desk.ask("whatIfExtraTime", now, extra, { orders: asked.orders, budgetMs });
    const { when } = tellExtra(extra);
    const gain = tellGain(answer, extra.length);
    const assumed = assumptionOf(asked);
    const isGain = helps(answer);
    const [head, ...rest] = gainEvidence(answer, extra, now);
    const [most] = answer.used;
    const alone =
      isGain && most && extra.length > 1
        ? [choiceOf("what_if_shift", { line: most.line, ...(asked.day ? { by: asked.day } : {}) }, language)]
        : [];
    return {
      text: {
        zh: `${assumed.zh}如果 ${when.zh}，${gain.zh}${isGain ? "日历和计划都没有改；决定加班后先改日历，再重新排产。" : "日历和计划都没有改。"}`,
        en: `${assumed.en}If ${when.en}, ${gain.en}${isGain ? " Calendar and plan are as they were; once you decide, change the calendar and make a new plan." : " Calendar and plan are as they were."}`,
      },
      rows: isGain ? gainRows(answer, extra) : [],
      evidence: [{ ...head!, facts: { ...head!.facts, ...assumedFact(asked) } }, ...rest],
      choices: [
        ...(replanHelps(answer) ? [choiceOf("make_plan", {}, language)] : []),
        ...alone,
        ...onwards(asked, answer.holds, language),
      ],
      ...mentioned,
    };
  };
