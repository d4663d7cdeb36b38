import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import type { ToolContext } from "../../runtime/context.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import type { MaterialCover } from "./cover.ts";
import { coverEvidence, spanUntil } from "./cover-evidence.ts";

const inChinese = (span: string): string =>
  span.replace(/ d$/, " 天").replace(/ h$/, " 小时").replace(/ min$/, " 分钟");
const inEnglish = (span: string): string =>
  span.replace(/ d$/, " days").replace(/ h$/, " hours").replace(/ min$/, " minutes");

/** Until when free stock lasts; that there is none, or not enough even now. */
const until = ({ free, beyondStock }: MaterialCover, now: Date): Bilingual => {
  const { time, order } = beyondStock!;
  if (free <= 0)
    return time <= now
      ? { zh: "没有可用库存", en: "there is no free stock" }
      : {
          zh: `没有可用库存，${order} 计划 ${formatPlantTime(time)} 开工`,
          en: `there is no free stock, ${order} is planned to begin ${formatPlantTime(time)}`,
        };
  if (time <= now) return { zh: "可用库存现在就不够", en: "free stock does not do even now" };
  const [at, span] = [formatPlantTime(time), spanUntil(time, now)];
  return {
    zh: `可用库存够到 ${at}（约 ${inChinese(span)}）`,
    en: `free stock lasts until ${at} (about ${inEnglish(span)})`,
  };
};

const ordersEn = (count: number) => `${count} ${count === 1 ? "order" : "orders"}`;

/** Pieces that come with receipts, as the list of short material has them. */
const comes = ({ waited }: MaterialCover): Bilingual => {
  if (!waited) return { zh: "", en: "" };
  const { orders, quantity, receipt, time } = waited;
  const when = time && formatPlantTime(time);
  return {
    zh: `：${orders} 个工单等 ${quantity}${when ? `，最早靠 ${receipt ?? "到货"}，计划按 ${when} 到货算` : ""}`,
    en: `: ${ordersEn(orders)} ${orders === 1 ? "waits" : "wait"} for ${quantity}${when ? `, the first from ${receipt ?? "a receipt"}, counted on from ${when}` : ""}`,
  };
};

/** What becomes of it with the receipts: short of what the plan counted on, it does not hold any more. */
const inTheEnd = ({ short, missing, overdue }: MaterialCover, now: Date): Bilingual => {
  const late = overdue && formatPlantTime(overdue.expected);
  const notThere = overdue
    ? {
        zh: `（${overdue.id} 应于 ${late} 到，还没入库，没有算上）`,
        en: ` (${overdue.id} was expected ${late} and is not booked in, so it is not counted)`,
      }
    : { zh: "", en: "" };
  if (short) {
    const [at, isNow] = [formatPlantTime(short.time), short.time <= now];
    return {
      zh: `连到货一起算，${isNow ? "现在" : `${at} 起`}就不够，首先缺料的是 ${short.order}，缺 ${short.quantity}${notThere.zh}；计划已不准，请重新排产`,
      en: `with the receipts it is short ${isNow ? "now" : `from ${at}`}, and ${short.order} is the first that lacks it, by ${short.quantity}${notThere.en}: the plan does not hold, plan anew`,
    };
  }
  if (missing)
    return {
      zh: `${missing.quantity} 没有已知的到货，${missing.orders} 个工单因此没排进计划，最急的是 ${missing.first}`,
      en: `no known receipt brings ${missing.quantity}, so ${ordersEn(missing.orders)} ${missing.orders === 1 ? "is" : "are"} not planned, ${missing.first} due first`,
    };
  return { zh: "连到货一起算，够用到计划结束", en: "with the receipts it covers the plan until its end" };
};

/** What orders need that came after the plan. */
const beside = ({ notInPlan: { orders, quantity } }: MaterialCover): Bilingual =>
  orders === 0
    ? { zh: "", en: "" }
    : {
        zh: `；另有 ${orders} 个工单还不在计划里，要用 ${quantity}`,
        en: `; ${ordersEn(orders)} not in the plan yet ${orders === 1 ? "needs" : "need"} ${quantity} more`,
      };

/** @param isAsked Not only told beside: with the plan that says so, and what is waited for. */
const sentenceOf = (cover: MaterialCover, now: Date, isAsked: boolean): Bilingual => {
  const { version, orders, quantity, beyondStock, short, missing, last } = cover;
  const head = {
    zh: `${isAsked ? `按计划版本 ${version}，` : ""}还有 ${orders} 个工单要用 ${quantity}`,
    en: `${isAsked ? `By plan version ${version}, ` : ""}${ordersEn(orders)} still ${orders === 1 ? "needs" : "need"} ${quantity}`,
  };
  const more = beside(cover);
  if (!beyondStock && !short && !missing) {
    const at = last && formatPlantTime(last);
    return {
      zh: `${head.zh}，可用库存够用到计划结束${at ? `（最后一次用料 ${at}）` : ""}${more.zh}。`,
      en: `${head.en}: free stock covers the plan until its end${at ? ` (taken last ${at})` : ""}${more.en}.`,
    };
  }
  const end = inTheEnd(cover, now);
  if (!beyondStock)
    return { zh: `${head.zh}；${end.zh}${more.zh}。`, en: `${head.en}; ${end.en}${more.en}.` };
  const [stock, wait] = [until(cover, now), isAsked ? comes(cover) : { zh: "", en: "" }];
  return {
    zh: `${head.zh}：${stock.zh}，${beyondStock.order} 起要靠到货${wait.zh}；${end.zh}${more.zh}。`,
    en: `${head.en}: ${stock.en}, from ${beyondStock.order} on receipts are needed${wait.en}; ${end.en}${more.en}.`,
  };
};

/** How long a material lasts, as it is told. */
export interface ToldCover {
  /** Something is to be taken of it. */
  readonly isNeeded: boolean;
  /** Orders wait for it, or lack it. */
  readonly isShort: boolean;
  /** The first order that lacks it for good. */
  readonly firstShort: string | undefined;
  readonly text: Bilingual;
  readonly evidence: readonly Evidence[];
}

/**
 * How long a material lasts by the plan in force, or that no plan says so.
 *
 * @param isAsked That is what is wanted; otherwise it is told beside what is.
 */
export const tellCover = async (
  { clock }: Pick<ToolContext, "clock">,
  material: string,
  isAsked: boolean,
  desk: Desk,
): Promise<ToldCover> => {
  const now = clock.now();
  const nothing = { isNeeded: false, isShort: false, firstShort: undefined, evidence: [] };
  try {
    const cover = await desk.ask("materialCover", now, material);
    const { orders, notInPlan, beyondStock, short, missing } = cover;
    if (orders === 0)
      return {
        ...nothing,
        isNeeded: notInPlan.orders > 0,
        text: {
          zh: `按计划版本 ${cover.version}，没有未完成的工单要用它${beside(cover).zh}。`,
          en: `By plan version ${cover.version}, no open order needs it${beside(cover).en}.`,
        },
        evidence: [coverEvidence(cover, material, now)],
      };
    return {
      isNeeded: true,
      isShort: (beyondStock ?? short ?? missing) !== undefined,
      firstShort: short?.order ?? missing?.first,
      text: sentenceOf(cover, now, isAsked),
      evidence: [coverEvidence(cover, material, now)],
    };
  } catch (error) {
    if (!(error instanceof MillwrightError) || error.code !== "PLAN_MISSING") throw error;
    return {
      ...nothing,
      text: {
        zh: "还没有生效的计划，说不出够用多久：请先排产。",
        en: "No plan is in force, so nobody can say how long it lasts: make a plan first.",
      },
    };
  }
};
