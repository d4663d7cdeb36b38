import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import { dayMs, hourMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { receiptNamed } from "../../../services/mes/queries/expected-receipts.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { CardRow, ToolHandler, ToolResult } from "../../runtime/context.ts";
import {
  formatDuration,
  formatPlantTime,
  languageIn,
  momentOfDeadline,
  plantDayTime,
} from "../../runtime/format.ts";
import { thingWords } from "../../runtime/spoken/about/thing.ts";
import { stopBeginIn } from "../../runtime/spoken/times/stop-begin.ts";
import { stopWindowIn } from "../../runtime/spoken/times/stop-window.ts";
import { wholeStopIn } from "../../runtime/spoken/times/whole-stop.ts";
import { lineById, subjectStock } from "../../runtime/subject.ts";
import type { Evidence, ToolArguments } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import type { WhatIfAnswer } from "../desk/repair.ts";
import type { OrderShift } from "../proposals/change.ts";

/** Taken when nobody says how long; the answer says so and offers others. */
const assumedHours = 4;
const assumedDays = 2;
const otherHours = [8, 24];
const otherDays = [5, 10];
const rounded = (amount: number) => Math.round(amount * 10) / 10;
/** A deadline as a moment; of a whole day, at the time of day of what is put off to it. */
const sameTimeOn = (by: string, time: Date): Date =>
  momentOfDeadline(by.includes("T") ? by : `${by}T${plantDayTime(time).time}`);
const mostShown = 8;
const mostNamed = 3;

interface Shift extends OrderShift {
  readonly due: Date | undefined;
  /** In time until now, late by this. */
  readonly goesLate: boolean;
}

const withDue = async (db: Db, orders: readonly OrderShift[]): Promise<Shift[]> => {
  const ids = orders.map(({ workOrderId }) => workOrderId);
  const rows =
    ids.length > 0
      ? await db.selectFrom("work_order").select(["id", "due_time"]).where("id", "in", ids).execute()
      : [];
  const dueOf = new Map(rows.map((row) => [row.id, row.due_time]));
  return orders.map((order) => {
    const due = dueOf.get(order.workOrderId);
    const { endBefore, endAfter } = order;
    const goesLate = due !== undefined && (!endBefore || endBefore <= due) && (!endAfter || endAfter > due);
    return { ...order, due, goesLate };
  });
};

/** What has no place any more is worst. */
const laterFirst = (a: OrderShift, b: OrderShift) =>
  Number(a.endAfter !== undefined) - Number(b.endAfter !== undefined) || b.shiftSeconds - a.shiftSeconds;

const signed = (seconds: number) => `${seconds < 0 ? "−" : "+"}${formatDuration(Math.abs(seconds))}`;
const moment = (time: Date | undefined) => (time ? formatPlantTime(time) : null);

const rowOf = ({ workOrderId: id, shiftSeconds, endBefore, endAfter, goesLate }: Shift): CardRow => {
  if (!endAfter)
    return {
      label: { zh: `${id} 排不下`, en: `${id} has no place` },
      value: moment(endBefore) ?? "",
    };
  return {
    label: goesLate ? { zh: `${id}（变为延期）`, en: `${id} (goes late)` } : { zh: id, en: id },
    value: `${signed(shiftSeconds)} → ${moment(endAfter)}`,
  };
};

const evidenceOf = (shift: Shift, now: Date): Evidence => ({
  kind: "order",
  id: shift.workOrderId,
  facts: {
    shift: signed(shift.shiftSeconds),
    before: moment(shift.endBefore),
    after: moment(shift.endAfter),
    due: moment(shift.due),
    goesLate: shift.goesLate,
  },
  source: "plan_snapshot",
  at: now.toISOString(),
});

/** What the plan becomes, as a sentence after the one that says what happens, with the orders that move most. */
export const outcome = async (
  db: Db,
  now: Date,
  answer: WhatIfAnswer,
  { tellsGain = true }: { readonly tellsGain?: boolean } = {},
): Promise<Pick<ToolResult, "text" | "evidence"> & { readonly rows: CardRow[] }> => {
  const { planVersion, moved, movedUnaffected, lateBefore, lateAfter } = answer;
  const shifts = await withDue(db, answer.orders);
  const ends = shifts
    .filter(({ shiftSeconds, endAfter }) => shiftSeconds !== 0 || !endAfter)
    .sort(laterFirst);
  const late = ends.filter(({ goesLate }) => goesLate);
  const named = late.slice(0, mostNamed);
  // The last of those that end later or sooner gains most.
  const gains = tellsGain ? ends.filter(({ endAfter, shiftSeconds }) => endAfter && shiftSeconds < 0) : [];
  const most = gains.at(-1);
  const worst = ends.find(({ shiftSeconds }) => shiftSeconds > 0);
  // Whatever the text tells is shown, also behind orders that have no place any more.
  const told = new Set([...named, most, worst]);
  const shown = ends.filter((shift, index) => index < mostShown || told.has(shift));
  const plan: Evidence = {
    kind: "plan",
    id: `PLAN-${planVersion}`,
    facts: {
      version: planVersion,
      moved,
      movedUnaffected,
      ordersMoved: ends.length,
      lateBefore,
      lateAfter,
      goLate: late.length,
      ...(most ? { sooner: gains.length } : {}),
    },
    source: "plan_snapshot",
    at: now.toISOString(),
  };
  const list = (separator: string) => named.map(({ workOrderId }) => workOrderId).join(separator);
  const more = late.length > named.length;
  const text: Bilingual =
    moved === 0
      ? {
          zh: `计划版本 ${planVersion} 不受影响，延期工单仍是 ${lateBefore} 个。`,
          en: `plan version ${planVersion} is not touched, and ${lateBefore} orders are late as before.`,
        }
      : {
          zh: `计划版本 ${planVersion} 要挪动 ${moved} 道工序，${ends.length} 个工单的完工时间改变，延期工单由 ${lateBefore} 个变为 ${lateAfter} 个${late.length > 0 ? `，新增 ${list("、")}${more ? " 等" : ""}` : ""}${worst ? `；推迟最多的是 ${worst.workOrderId}，${formatDuration(worst.shiftSeconds)}` : ""}${most ? `；变早的 ${gains.length} 个，最多的是 ${most.workOrderId}，${formatDuration(-most.shiftSeconds)}` : ""}。`,
          en: `${moved} operations of plan version ${planVersion} have to move, ${ends.length} orders end at another time, and late orders go from ${lateBefore} to ${lateAfter}${late.length > 0 ? `: ${list(", ")}${more ? " and others" : ""} go late` : ""}${worst ? `; ${worst.workOrderId} is delayed most, by ${formatDuration(worst.shiftSeconds)}` : ""}${most ? `; ${gains.length} ${gains.length === 1 ? "ends" : "end"} sooner, ${most.workOrderId} most, by ${formatDuration(-most.shiftSeconds)}` : ""}.`,
        };
  return {
    text,
    rows: shown.map(rowOf),
    evidence: [plan, ...shown.map((shift) => evidenceOf(shift, now))],
  };
};

/** Where nothing has to move, there is nothing to propose. */
const proposable = ({ moved }: WhatIfAnswer, happening: Happening): Pick<ToolResult, "happening"> =>
  moved > 0 ? { happening } : {};

/** The same question with other lengths of time, when none was said. */
const others = (
  tool: "what_if_down" | "what_if_late",
  args: ToolArguments,
  name: "hours" | "days",
  amounts: readonly number[],
  text: string,
) => amounts.map((amount) => choiceOf(tool, { ...args, [name]: amount }, languageIn(text)));

/**
 * What the plan would become if a line stood still from now on, or between the hours that the words say.
 *
 * @param budgetMs Time to look for a better repair than the first one.
 */
export const createWhatIfDown =
  (budgetMs: number, desk: Desk): ToolHandler =>
  async (context) => {
    const { db, clock, args, text } = context;
    const now = clock.now();
    if (!args.line) throw new MillwrightError("MISSING_ARGUMENT", { argument: "line" });
    const line = await lineById(context, args.line);
    const { by } = args;
    // A stop that is told by the clock begins when it does, and not now.
    const clocked = args.hours ? undefined : stopWindowIn(text, plantDayTime(now));
    const window = clocked
      ? { from: momentOfDeadline(clocked.from), to: momentOfDeadline(clocked.to) }
      : args.hours || by
        ? undefined
        : wholeStopIn(text, now);
    const start = window ? window.from : by ? undefined : stopBeginIn(text, now);
    const begins = start && start > now ? start : undefined;
    const until = window ? window.to : by ? momentOfDeadline(by) : undefined;
    const from = begins ?? now;
    const ends = until && until > from ? until : undefined;
    const to = ends ?? new Date(from.getTime() + (args.hours ?? assumedHours) * hourMs);
    const hours = ends ? rounded((to.getTime() - from.getTime()) / hourMs) : (args.hours ?? assumedHours);
    const said = args.hours || ends;
    const happening: Happening = {
      kind: "down",
      equipmentId: line.id,
      from: from.toISOString(),
      to: to.toISOString(),
    };
    const answer = await desk.ask("whatIf", now, happening, { budgetMs });
    const { text: told, rows, evidence } = await outcome(db, now, answer);
    const [since, end] = [formatPlantTime(from), formatPlantTime(to)];
    const when = begins
      ? { zh: `从 ${since} 停到 ${end}（${hours} 小时）`, en: `from ${since} until ${end} (${hours} h)` }
      : ends
        ? { zh: `从现在起停到 ${end}（${hours} 小时）`, en: `from now until ${end} (${hours} h)` }
        : { zh: `从现在起停 ${hours} 小时（到 ${end}）`, en: `for ${hours} h from now (until ${end})` };
    return {
      text: {
        zh: `${said ? "" : `没有说停多久，按 ${hours} 小时算。`}如果 ${line.id} ${when.zh}，${told.zh}`,
        en: `${said ? "" : `You did not say for how long; taken as ${hours} hours. `}If ${line.id} stands still ${when.en}, ${told.en}`,
      },
      rows,
      evidence: [
        {
          kind: "equipment",
          id: line.id,
          facts: { hours, from: since, until: end },
          source: "equipment",
          at: now.toISOString(),
        },
        ...evidence,
      ],
      mentioned: { line: line.id },
      ...proposable(answer, happening),
      // The other lengths are offered of a stop that begins now.
      ...(said || begins ? {} : { choices: others("what_if_down", args, "hours", otherHours, text) }),
    };
  };

/** What the plan would become if the next receipt of a material, or the one that the words name, came later than expected; as `createWhatIfDown`. */
export const createWhatIfLate =
  (budgetMs: number, desk: Desk): ToolHandler =>
  async (context) => {
    const { db, clock, args, text } = context;
    const now = clock.now();
    const stock = await subjectStock(context);
    const { id, free } = stock;
    const named = await receiptNamed(db, thingWords(text));
    const receipt = stock.receipts.find((one) => one.id === named?.id) ?? stock.receipts[0];
    const material = (facts: Evidence["facts"]): Evidence => ({
      kind: "material",
      id,
      label: stock.nameEn,
      facts: { free, ...facts },
      source: "expected_receipt",
      at: now.toISOString(),
    });
    if (!receipt)
      return {
        text: {
          zh: `${id} 没有在途的到货，谈不上晚到；现有可用 ${free}。`,
          en: `No receipt of ${id} is expected, so none can be late; ${free} are free.`,
        },
        evidence: [material({ receipt: null })],
      };
    const { by } = args;
    const expected = formatPlantTime(receipt.expected_time);
    const to = by
      ? sameTimeOn(by, receipt.expected_time)
      : new Date(receipt.expected_time.getTime() + (args.days ?? assumedDays) * dayMs);
    const days = by
      ? rounded((to.getTime() - receipt.expected_time.getTime()) / dayMs)
      : (args.days ?? assumedDays);
    const arrives = formatPlantTime(to);
    if (to <= receipt.expected_time)
      return {
        text: {
          zh: `${id} 的到货 ${receipt.id}（${receipt.quantity} 件）预计 ${expected} 就到，不晚于 ${arrives}，谈不上晚到。`,
          en: `${receipt.id} with ${receipt.quantity} of ${id} is expected ${expected}, which is not later than ${arrives}: nothing would be late.`,
        },
        evidence: [material({ receipt: receipt.id, receiptQuantity: receipt.quantity, expected, arrives })],
      };
    const said = args.days || by;
    const happens = {
      zh: `${said ? "" : `没有说晚几天，按 ${days} 天算。`}如果 ${id} 的到货 ${receipt.id}（${receipt.quantity} 件）晚 ${days} 天，由 ${expected} 变为 ${arrives}，`,
      en: `${said ? "" : `You did not say how late; taken as ${days} days. `}If ${receipt.id} with ${receipt.quantity} of ${id} comes ${days} d late, ${arrives} instead of ${expected}, `,
    };
    const own = material({ receipt: receipt.id, receiptQuantity: receipt.quantity, days, expected, arrives });
    const choices = said ? [] : others("what_if_late", args, "days", otherDays, text);
    if (!(await desk.ask("isPlannedMaterial", id)))
      return {
        text: {
          zh: `${happens.zh}计划不受影响：没有待做的工单用到它。`,
          en: `${happens.en}nothing changes: no open order needs it.`,
        },
        evidence: [own],
        choices,
      };
    const happening: Happening = { kind: "late", receiptId: receipt.id, time: to.toISOString() };
    const answer = await desk.ask("whatIf", now, happening, { budgetMs });
    const { text: told, rows, evidence } = await outcome(db, now, answer);
    return {
      text: { zh: `${happens.zh}${told.zh}`, en: `${happens.en}${told.en}` },
      rows,
      evidence: [own, ...evidence],
      ...proposable(answer, happening),
      choices,
    };
  };
