import type { Bilingual } from "../../../services/core/errors.ts";
import { dayMs, hourMs } from "../../../services/core/zone.ts";
import type { CardRow } from "../../runtime/context.ts";
import { formatDuration, formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { ExtraAt, ExtraTimeAnswer, Lateness, OrderGain } from "./extra-time.ts";
import type { Hold, HoldKind } from "./holds-late.ts";

const mostLines = 3;
const mostOrders = 3;
const mostIds = 2;
const mostRows = 8;
const daySeconds = dayMs / 1_000;

const some: Bilingual = { zh: "个", en: "orders" };
/** The first of many, and how many of what there are. */
const listed = (ids: readonly string[], most: number, what = some): Bilingual => {
  const shown = ids.slice(0, most);
  const more = ids.length > shown.length;
  return {
    zh: `${shown.join("、")}${more ? ` 等 ${ids.length} ${what.zh}` : ""}`,
    en: `${shown.join(", ")}${more ? ` and others (${ids.length} ${what.en})` : ""}`,
  };
};

/** A sum of lateness: "3.4 天", and hours below a day. */
export const tellLateness = (seconds: number): Bilingual => {
  const days = (seconds / daySeconds).toFixed(1);
  return seconds < daySeconds
    ? { zh: formatDuration(seconds), en: formatDuration(seconds) }
    : { zh: `${days} 天`, en: `${days} days` };
};

const hoursOf = ({ windows }: ExtraAt): number =>
  windows.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0) / hourMs;
const said = (hours: number): string => `${hours.toFixed(1)} h`;

/** Which lines would work when, and how many hours that is. */
export const tellExtra = (extra: readonly ExtraAt[]) => {
  const windows = extra.flatMap((one) => one.windows);
  const from = formatPlantTime(new Date(Math.min(...windows.map((one) => one.from.getTime()))));
  const to = formatPlantTime(new Date(Math.max(...windows.map((one) => one.to.getTime()))));
  const hours = said(extra.reduce((sum, one) => sum + hoursOf(one), 0));
  const whole = extra.every((one) => one.windows.length === 1);
  const lines = listed(
    extra.map(({ line }) => line),
    mostLines,
    { zh: "条产线", en: "lines" },
  );
  return {
    facts: { from, to, hours, lines: extra.length },
    when: whole
      ? {
          zh: `${lines.zh} 在 ${from} 到 ${to} 加班（共 ${hours}）`,
          en: `${lines.en} worked from ${from} to ${to} (${hours} in all)`,
        }
      : {
          zh: `${lines.zh} 在 ${from} 到 ${to} 之间原本不开工的时间加班（共 ${hours}）`,
          en: `${lines.en} worked in the time off between ${from} and ${to} (${hours} in all)`,
        },
  };
};

const kinds: Readonly<Record<HoldKind, Bilingual>> = {
  material: { zh: "等物料", en: "by material" },
  line: { zh: "等产线", en: "by a line" },
  beside: { zh: "等人员或工装", en: "by people or tools" },
  time: { zh: "剩余时间不够加工", en: "by too little time for the work" },
};

/** What one late order waits for. */
export const tellHold = ({ kind, id }: Hold): Bilingual =>
  id ? { zh: `等 ${id}`, en: `waits for ${id}` } : { zh: kinds[kind].zh, en: kinds[kind].en };

/** What late orders wait for, in counts; nothing where none is late. */
export const tellHolds = (holds: readonly Hold[]): Bilingual & { readonly evidence: Evidence["facts"] } => {
  const groups = [...Map.groupBy(holds, ({ kind }) => kind)].sort((a, b) => b[1].length - a[1].length);
  const facts: Record<string, string | number> = {};
  const parts = groups.map(([kind, own]): Bilingual => {
    const byId = [...Map.groupBy(own, ({ id }) => id ?? "")].sort((a, b) => b[1].length - a[1].length);
    const ids = byId.map(([id]) => id).filter(Boolean);
    const names = ids.slice(0, mostIds);
    facts[kind] = [own.length, ...names].join(", ");
    return {
      zh: `${own.length} 个${kinds[kind].zh}${names.length > 0 ? `（${names.join("、")}${ids.length > names.length ? " 等" : ""}）` : ""}`,
      en: `${own.length} ${kinds[kind].en}${names.length > 0 ? ` (${names.join(", ")}${ids.length > names.length ? " and others" : ""})` : ""}`,
    };
  });
  return {
    zh: parts.map(({ zh }) => zh).join("、"),
    en: parts.map(({ en }) => en).join(", "),
    evidence: facts,
  };
};

/** Less of all lateness is what two searches differ by. */
const leastShare = 0.01;
const leastSeconds = 3_600;
const isLess = (after: Lateness, before: Lateness): boolean =>
  after.orders < before.orders ||
  before.seconds - after.seconds >= Math.max(leastSeconds, leastShare * before.seconds);
/** Whether the time brings anything. */
export const helps = (answer: ExtraTimeAnswer): boolean => isLess(answer.with, answer.without);
/** Whether a new plan would do better than the one in force, without any more time. */
export const replanHelps = ({ without, inForce }: ExtraTimeAnswer): boolean => isLess(without, inForce);

const count = (orders: number) => `${orders} ${orders === 1 ? "order" : "orders"}`;

/** What becomes of an order that was asked about. */
const tellAsked = ({ orderId: id, without, with: after, end }: OrderGain): Bilingual => {
  const [late, then] = [formatDuration(without), formatDuration(after)];
  const at = formatPlantTime(end);
  if (without === 0 && after === 0)
    return { zh: `${id} 不加班也按时，${at} 完成。`, en: ` ${id} is in time as it is and ends ${at}.` };
  const change = Math.abs(without - after) >= 60;
  return {
    zh: `${id} ${change ? `不加班晚 ${late}，加班后` : "加不加班都"}${after === 0 ? "按时" : `晚 ${then}`}，${at} 完成。`,
    en: ` ${id} would be ${change ? `${late} late without the time and ` : ""}${after === 0 ? "in time" : `${then} late`} ${change ? "with it" : "either way"}, ending ${at}.`,
  };
};
const together = (parts: readonly Bilingual[]): Bilingual => ({
  zh: parts.map(({ zh }) => zh).join(""),
  en: parts.map(({ en }) => en).join(""),
});

/** What the time brings, as the end of a sentence that begins with who would work when. @param lines How many would. */
export const tellGain = (answer: ExtraTimeAnswer, lines: number): Bilingual => {
  const { planVersion, inForce, without, with: after, used, people, orders } = answer;
  const [before, now, then] = [inForce, without, after].map(({ seconds }) => tellLateness(seconds)) as [
    Bilingual,
    Bilingual,
    Bilingual,
  ];
  const anew: Bilingual = replanHelps(answer)
    ? {
        zh: `不加班、只重新排产，延期工单就能由现行计划版本 ${planVersion} 的 ${inForce.orders} 个（${before.zh}）变为 ${without.orders} 个（${now.zh}）。`,
        en: ` A new plan alone, without the time, takes plan version ${planVersion} from ${count(inForce.orders)} late (${before.en}) to ${without.orders} (${now.en}).`,
      }
    : { zh: "", en: "" };
  const own = together(answer.asked.map(tellAsked));
  const holds = tellHolds(answer.holds);
  const rest: Bilingual = holds.zh
    ? { zh: `仍延期的工单：${holds.zh}。`, en: ` Those still late are held up: ${holds.en}.` }
    : { zh: "", en: "" };
  if (!helps(answer))
    return {
      zh: `帮不上忙：延期工单仍是 ${after.orders} 个，延误合计 ${then.zh}。${own.zh}${anew.zh}${rest.zh}`,
      en: `it would bring nothing: ${count(after.orders)} late as before, ${then.en} in all.${own.en}${anew.en}${rest.en}`,
    };
  const gain = listed(
    orders.filter((order) => order.with < order.without).map(({ orderId }) => orderId),
    mostOrders,
  );
  const shown = used.slice(0, mostLines).map(({ line, seconds }) => `${line} ${said(seconds / 3_600)}`);
  const more = used.length > shown.length;
  const worked: Bilingual = {
    zh: `${shown.join("、")}${more ? " 等" : ""}${used.length < lines ? "，其余产线用不到" : ""}`,
    en: `${shown.join(", ")}${more ? " and others" : ""}${used.length < lines ? ", the other lines do not need it" : ""}`,
  };
  const loses = orders.filter((order) => order.without === 0).map(({ orderId }) => orderId);
  const lost = listed(loses, mostOrders);
  return {
    zh: `延期工单由 ${without.orders} 个变为 ${after.orders} 个，延误合计由 ${now.zh}变为 ${then.zh}（与花同样时间优化、但不加班的计划比）；提前的有 ${gain.zh}${loses.length > 0 ? `，${lost.zh} 会变为延期` : ""}；真正用到的是 ${worked.zh}。${people.length > 0 ? `已算上 ${people.join("、")} 有人来加班。` : ""}${own.zh}${anew.zh}${rest.zh}`,
    en: `late orders would go from ${without.orders} to ${after.orders} and their lateness from ${now.en} to ${then.en} (against a plan made with as much effort and without the time); ${gain.en} would gain${loses.length > 0 ? `, ${lost.en} would go late` : ""}; of this time is used: ${worked.en}.${people.length > 0 ? ` People of ${people.join(", ")} are taken to come in.` : ""}${own.en}${anew.en}${rest.en}`,
  };
};

const rowOf = ({ orderId: id, without, with: after, end }: OrderGain): CardRow => {
  const [sign, change] = after < without ? ["−", without - after] : ["+", after - without];
  return {
    label:
      after === 0
        ? { zh: `${id}（不再延期）`, en: `${id} (in time)` }
        : without === 0
          ? { zh: `${id}（变为延期）`, en: `${id} (goes late)` }
          : { zh: id, en: id },
    value: `${sign}${formatDuration(change)} → ${formatPlantTime(end)}`,
  };
};

/** Orders that gain or lose, and the hours of each line. */
export const gainRows = ({ orders, used }: ExtraTimeAnswer, extra: readonly ExtraAt[]): CardRow[] => [
  ...orders.slice(0, mostRows).map(rowOf),
  ...used.slice(0, mostRows).map(({ line, seconds }) => ({
    label: { zh: `${line} 用到的加班`, en: `${line}, worked of it` },
    value: `${said(seconds / 3_600)} / ${said(extra.filter((one) => one.line === line).reduce((sum, one) => sum + hoursOf(one), 0))}`,
  })),
];

/** Orders that the sentence or a row names, each once. */
const named = ({ orders, asked }: ExtraTimeAnswer): OrderGain[] => {
  const gain = orders.filter((order) => order.with < order.without).slice(0, mostOrders);
  const lose = orders.filter((order) => order.without === 0).slice(0, mostOrders);
  const all = [...asked, ...gain, ...lose, ...orders.slice(0, mostRows)];
  return [...new Map(all.map((order) => [order.orderId, order])).values()];
};

/** The same, to look up. */
export const gainEvidence = (answer: ExtraTimeAnswer, extra: readonly ExtraAt[], now: Date): Evidence[] => {
  const { planVersion, inForce, without, with: after, used, people, orders, holds } = answer;
  const source = "plan_snapshot";
  const at = now.toISOString();
  return [
    {
      kind: "plan",
      id: `PLAN-${planVersion}`,
      facts: {
        version: planVersion,
        ...tellExtra(extra).facts,
        lateInForce: inForce.orders,
        lateWithout: without.orders,
        lateWith: after.orders,
        latenessInForce: tellLateness(inForce.seconds).en,
        latenessWithout: tellLateness(without.seconds).en,
        latenessWith: tellLateness(after.seconds).en,
        gain: orders.filter((order) => order.with < order.without).length,
        goLate: orders.filter((order) => order.without === 0).length,
        people: people.length > 0 ? people.join(", ") : null,
        ...tellHolds(holds).evidence,
      },
      source,
      at,
    },
    ...extra.map(
      (one): Evidence => ({
        kind: "equipment",
        id: one.line,
        facts: {
          opened: said(hoursOf(one)),
          used: said((used.find(({ line }) => line === one.line)?.seconds ?? 0) / 3_600),
        },
        source,
        at,
      }),
    ),
    ...named(answer).map(
      (order): Evidence => ({
        kind: "order",
        id: order.orderId,
        facts: {
          lateWithout: formatDuration(order.without),
          lateWith: formatDuration(order.with),
          end: formatPlantTime(order.end),
        },
        source,
        at,
      }),
    ),
  ];
};
