import type { Bilingual } from "../../../services/core/errors.ts";
import { MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { existingIds } from "../../../services/mes/queries/names.ts";
import { isMade, nextSegment, type Order, orderById } from "../../../services/mes/queries/orders.ts";
import { plannedOperationsOf } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { orderEvidence } from "../../runtime/evidence.ts";
import { formatDuration, formatPlantTime, languageIn } from "../../runtime/format.ts";
import { createPlannedKits } from "../material/planned-kit.ts";

/** As many as a sentence holds. */
const mostTold = 6;

interface Compared {
  readonly order: Order;
  /** Where the plan ends it; undefined where it does not. */
  readonly end: Date | undefined;
  readonly lateSeconds: number;
  /** Materials that its next segment lacks; undefined where nothing more is fetched for it. */
  readonly short: number | undefined;
}

const states: Readonly<Record<string, Bilingual>> = {
  Waiting: { zh: "未下达", en: "not released" },
  Released: { zh: "已下达", en: "released" },
  Running: { zh: "在做", en: "running" },
  Completed: { zh: "已完工", en: "completed" },
  Cancelled: { zh: "已取消", en: "cancelled" },
};
const stateOf = ({ held, status }: Order): Bilingual =>
  held ? { zh: "已暂停", en: "on hold" } : (states[status] ?? { zh: status, en: status });

const lookedAt = async (db: Db, now: Date, ids: readonly string[]): Promise<Compared[]> => {
  const plan = await latestPlan(db);
  const kitOf = createPlannedKits(db, now);
  return Promise.all(
    ids.map(async (id): Promise<Compared> => {
      const order = await orderById(db, id);
      const operations = plan ? await plannedOperationsOf(db, plan.version, id) : [];
      const end = operations.at(-1)?.end_time;
      const next = nextSegment(order);
      const kit = next ? await kitOf(id, next.segment) : undefined;
      return {
        order,
        end,
        lateSeconds: end ? Math.max(0, (end.getTime() - order.dueTime.getTime()) / 1_000) : 0,
        short: kit && !kit.isFetched ? kit.shortages.length : undefined,
      };
    }),
  );
};

const stepsMade = ({ segments }: Order): number => segments.filter(isMade).length;
/** How far one is that has begun. */
const madeOf = (order: Order): Bilingual => {
  if (["Waiting", "Completed", "Cancelled"].includes(order.status)) return { zh: "", en: "" };
  const steps = `${stepsMade(order)}/${order.segments.length}`;
  return { zh: `，已完成 ${steps} 道工序`, en: `, ${steps} segments done` };
};

const told = ({ order, end, lateSeconds, short }: Compared): Bilingual => {
  const state = stateOf(order);
  const late = formatDuration(lateSeconds);
  const kit =
    short === undefined
      ? { zh: "", en: "" }
      : short === 0
        ? { zh: "，料齐", en: ", kit complete" }
        : { zh: `，缺 ${short} 种料`, en: `, ${short} ${short === 1 ? "material" : "materials"} short` };
  const planned = end
    ? {
        zh: `，计划 ${formatPlantTime(end)} 完成（${lateSeconds > 0 ? `晚 ${late}` : "不延期"}）`,
        en: `, planned to end ${formatPlantTime(end)} (${lateSeconds > 0 ? `${late} late` : "in time"})`,
      }
    : { zh: "，不在现行计划里", en: ", not in the plan in force" };
  const made = madeOf(order);
  return {
    zh: `${order.id}：${order.productId} ${order.quantity} 件，${state.zh}${made.zh}${planned.zh}，交期 ${formatPlantTime(order.dueTime)}${kit.zh}`,
    en: `${order.id}: ${order.quantity} ${order.productId}, ${state.en}${made.en}${planned.en}, due ${formatPlantTime(order.dueTime)}${kit.en}`,
  };
};

/** Which comes first, and which are late or lack material. */
const verdict = (those: readonly Compared[]): Bilingual => {
  const [due] = those.toSorted((a, b) => a.order.dueTime.getTime() - b.order.dueTime.getTime());
  const [done] = those
    .filter(({ end }) => end !== undefined)
    .toSorted((a, b) => a.end!.getTime() - b.end!.getTime());
  const late = those
    .filter(({ lateSeconds }) => lateSeconds > 0)
    .toSorted((a, b) => b.lateSeconds - a.lateSeconds);
  const short = those.filter(({ short: lacking }) => (lacking ?? 0) > 0);
  const ids = (of: readonly Compared[], mark: string) => of.map(({ order }) => order.id).join(mark);
  return {
    zh: `交期最早的是 ${due!.order.id}${done ? `，按计划先完成的是 ${done.order.id}` : ""}；${late.length > 0 ? `延期的是 ${ids(late, "、")}${late.length > 1 ? `，${late[0]!.order.id} 晚得最多` : ""}` : "按计划都不延期"}${short.length > 0 ? `；缺料的是 ${ids(short, "、")}` : ""}。`,
    en: `${due!.order.id} is due first${done ? `, and ${done.order.id} is done first by the plan` : ""}; ${late.length > 0 ? `late: ${ids(late, ", ")}${late.length > 1 ? `, ${late[0]!.order.id} most` : ""}` : "none is late by the plan"}${short.length > 0 ? `; short of material: ${ids(short, ", ")}` : ""}.`,
  };
};

/**
 * Several orders beside each other: how each one stands, which is due and done first, which are late, and whose kit is short.
 *
 * @throws MillwrightError MISSING_ARGUMENT.
 */
export const compareOrders: ToolHandler = async ({ db, clock, args, text }) => {
  const now = clock.now();
  const language = languageIn(text);
  const asked = (args.orders ?? "").split(",").filter((id) => id !== "");
  if (asked.length === 0) throw new MillwrightError("MISSING_ARGUMENT", { argument: "order" });
  const known = await existingIds(db, "work_order", asked);
  const unknown = asked.filter((id) => !known.has(id));
  const wanted = asked.filter((id) => known.has(id));
  const those = await lookedAt(db, now, wanted.slice(0, mostTold));
  const missing =
    unknown.length > 0
      ? { zh: `没有工单 ${unknown.join("、")}。`, en: `There is no order ${unknown.join(", ")}. ` }
      : { zh: "", en: "" };
  const more =
    wanted.length > mostTold
      ? { zh: `只比了前 ${mostTold} 张。`, en: ` Only the first ${mostTold} are told.` }
      : { zh: "", en: "" };
  const sentences = those.map(told);
  const said = those.length > 1 ? verdict(those) : { zh: "", en: "" };
  return {
    text: {
      zh: `${missing.zh}${said.zh}${sentences.map(({ zh }) => zh).join("；")}${those.length > 0 ? "。" : ""}${more.zh}`,
      en: `${missing.en}${said.en}${said.en ? " " : ""}${sentences.map(({ en }) => en).join("; ")}${those.length > 0 ? "." : ""}${more.en}`,
    },
    rows: those.map(({ order, end, lateSeconds }) => ({
      label: { zh: order.id, en: order.id },
      value: `${end ? formatPlantTime(end) : "–"}${lateSeconds > 0 ? ` · +${formatDuration(lateSeconds)}` : ""}`,
    })),
    evidence: [
      ...those.map(({ order, end, lateSeconds, short }) => {
        const base = orderEvidence(order, now);
        return {
          ...base,
          facts: {
            ...base.facts,
            product: order.productId,
            made: stepsMade(order),
            segments: order.segments.length,
            end: end ? formatPlantTime(end) : null,
            late: lateSeconds > 0 ? formatDuration(lateSeconds) : null,
            ...(short === undefined ? {} : { short }),
          },
        };
      }),
      ...unknown.map((id) => ({
        kind: "order" as const,
        id,
        facts: { known: false },
        source: "work_order",
        at: now.toISOString(),
      })),
      ...(more.zh
        ? [
            {
              kind: "order" as const,
              id: "ALL",
              facts: { asked: wanted.length, told: mostTold },
              source: "work_order",
              at: now.toISOString(),
            },
          ]
        : []),
    ],
    choices: those
      .filter(({ lateSeconds }) => lateSeconds > 0)
      .slice(0, 2)
      .map(({ order }) => choiceOf("explain_late", { order: order.id }, language)),
  };
};
