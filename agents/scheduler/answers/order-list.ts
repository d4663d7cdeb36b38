import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import { type OrderFilter, ordersReleased, ordersThatAre } from "../../../services/mes/queries/order-list.ts";
import { latestPlanVersion } from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolHandler, ToolResult } from "../../runtime/context.ts";
import { customersSaid } from "../../runtime/customers-said.ts";
import {
  formatPlantTime,
  languageIn,
  momentOfDeadline,
  plantDayTime,
  sayDeadline,
} from "../../runtime/format.ts";
import { type OrderState, ordersAsked, saysDueBy } from "../../runtime/spoken/about/order-list.ts";
import { readFigure } from "../../runtime/spoken/asked/question.ts";
import { type DayShift, shiftNamed } from "../../runtime/spoken/asked/shift.ts";
import { productByNumber } from "../../runtime/spoken/ids/product-number.ts";
import { aheadIn } from "../../runtime/spoken/periods/ahead.ts";
import { dayOf } from "../../runtime/spoken/periods/calendar.ts";
import type { Period } from "../../runtime/spoken/periods/said.ts";
import { dayName, days } from "../../runtime/spoken/periods/said.ts";
import { periodNamed } from "../../runtime/spoken/times/period.ts";

/** As many as a sentence holds, and as are shown. */
const [mostTold, mostShown] = [5, 20];

const stateNames: Readonly<Record<OrderState, Bilingual>> = {
  cancelled: { zh: "已取消", en: "cancelled" },
  released: { zh: "下达过", en: "released" },
  unreleased: { zh: "一道工序都还没下达", en: "not released at all" },
  unstarted: { zh: "还没开工", en: "not begun" },
  running: { zh: "正在做", en: "being made" },
  open: { zh: "没做完", en: "open" },
};

interface Told {
  readonly id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly due_time: Date;
  readonly priority: number;
  readonly customer: string | null;
  readonly released?: { readonly line: string; readonly time: Date };
}

interface Listed {
  readonly orders: readonly Told[];
  readonly which: Bilingual;
  readonly when?: Bilingual;
  readonly steps?: number;
}

const whichOf = (
  state: OrderState,
  filter: OrderFilter,
  by: string | undefined,
  begins: Bilingual | undefined,
): Bilingual => {
  const { customers = [], product, family, priority } = filter;
  const of = [customers.join("、"), product ?? family].filter(Boolean).join(" ");
  const { zh, en } = stateNames[state];
  const due = by
    ? { zh: `交期不晚于 ${sayDeadline(by, "zh")} 的`, en: ` due by ${sayDeadline(by, "en")}` }
    : { zh: "", en: "" };
  const urgent = priority
    ? { zh: `优先级 ${priority} 的`, en: ` of priority ${priority}` }
    : { zh: "", en: "" };
  const planned = begins
    ? { zh: `按计划${begins.zh}前该开工的、`, en: ` that the plan begins by then (${begins.en})` }
    : { zh: "", en: "" };
  return {
    zh: `${of ? `${of} ` : ""}${urgent.zh}${due.zh}${planned.zh}${zh}的工单`,
    en: `orders${of ? ` of ${of}` : ""}${urgent.en}${due.en}${planned.en} ${en}`,
  };
};

const stretchOf = ({ from, to, name }: Period): Bilingual => {
  const [since, until] = [formatPlantTime(from), formatPlantTime(to)];
  return { zh: `${name.zh}（${since} 到 ${until}）`, en: `${name.en} (${since} to ${until})` };
};

const rowText = ({ product_id: product, quantity, due_time: due, released, customer }: Told): string =>
  [
    `${product} × ${quantity}`,
    customer,
    released ? `${released.line} · ${formatPlantTime(released.time)}` : formatPlantTime(due),
  ]
    .filter(Boolean)
    .join(" · ");

const tell = ({ text, clock }: ToolContext, { orders, which, when, steps }: Listed): ToolResult => {
  const now = clock.now();
  const language = languageIn(text);
  const told = orders.slice(0, mostTold).map(({ id }) => id);
  const more = orders.length > told.length;
  const due = {
    zh: steps === undefined && more ? "（交期早的在前）" : "",
    en: steps === undefined && more ? ", those due first first" : "",
  };
  const during = when ? { zh: `${when.zh}`, en: `${when.en}: ` } : { zh: "", en: "" };
  const ofSteps =
    steps === undefined ? { zh: "", en: "" } : { zh: `，${steps} 道工序`, en: `, ${steps} steps` };
  const [first] = orders;
  return {
    text: first
      ? {
          zh: `${during.zh}${which.zh}有 ${orders.length} 张${ofSteps.zh}${due.zh}：${told.join("、")}${more ? "，其余见下" : ""}。`,
          en: `${during.en}${orders.length} ${which.en}${ofSteps.en}${due.en}: ${told.join(", ")}${more ? "; more below" : ""}.`,
        }
      : { zh: `${during.zh}没有${which.zh}。`, en: `${during.en}There are no ${which.en}.` },
    rows: orders
      .slice(0, mostShown)
      .map((one) => ({ label: { zh: one.id, en: one.id }, value: rowText(one) })),
    evidence: [
      {
        kind: "plan",
        id: "ORDERS",
        facts: {
          orders: orders.length,
          which: which.en,
          ...(steps === undefined ? {} : { steps }),
          ...(when ? { when: when.en } : {}),
        },
        source: "work_order",
        at: now.toISOString(),
      },
      ...orders
        .slice(0, mostShown)
        .map(({ id, quantity, priority, due_time: dueTime, product_id: product }) => ({
          kind: "order" as const,
          id,
          label: product,
          facts: { quantity, priority, due: formatPlantTime(dueTime) },
          source: "work_order",
          at: now.toISOString(),
        })),
    ],
    choices: orders.length === 1 ? [choiceOf("order_status", { order: first!.id }, language)] : [],
  };
};

/** The stretch in which they were released: the shift or period that is named, or else today. */
const releasedIn = async (
  { db, clock, text }: ToolContext,
  { shiftsOf, windowOf }: Stretches,
): Promise<Period> => {
  const now = clock.now();
  if (periodNamed(text, now) || shiftNamed(text) || /班|(?<![a-z])shift/i.test(text))
    return windowOf(text, now, await shiftsOf(db));
  const today = dayOf(now);
  return days(today, today + 1, now, dayName(today, now), "");
};

interface Stretches {
  readonly shiftsOf: (db: Db) => Promise<readonly DayShift[]>;
  /** The shift or other stretch of the past that a sentence means. */
  readonly windowOf: (text: string, now: Date, shifts: readonly DayShift[]) => Period;
}

/**
 * Orders by how they stand, of a customer, product, priority, due date or day of the plan that the words name: how many there are, and
 * which.
 */
export const createListOrders =
  (stretches: Stretches): ToolHandler =>
  async (context) => {
    const { db, clock, args, text } = context;
    const now = clock.now();
    const { state, priority } = ordersAsked(text) ?? { state: "open" as const, priority: undefined };
    const names = await namesOfPlant(db);
    const { family, product: named } = readFigure(text, names, now, plantDayTime(now));
    const product = named ?? productByNumber(text, names.products);
    const by = args.by && saysDueBy(text) ? args.by : undefined;
    const filter: OrderFilter = {
      customers: await customersSaid(db, text),
      ...{ product, family, priority },
      dueBy: by ? momentOfDeadline(by) : undefined,
    };
    if (state === "released") {
      const period = await releasedIn(context, stretches);
      const { steps, orders } = await ordersReleased(db, period, filter);
      return tell(context, {
        orders,
        which: whichOf(state, filter, by, undefined),
        when: stretchOf(period),
        steps,
      });
    }
    const ahead = by || state === "cancelled" ? undefined : aheadIn(text, now, await stretches.shiftsOf(db));
    const version = ahead ? await latestPlanVersion(db) : 0;
    const begins = ahead && version > 0 ? { version, by: ahead.to } : undefined;
    const until = begins && {
      zh: ` ${formatPlantTime(begins.by)} `,
      en: formatPlantTime(begins.by),
    };
    const orders = await ordersThatAre(db, state, { ...filter, begins });
    return tell(context, { orders, which: whichOf(state, filter, by, until) });
  };
