import { dayMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { unreleasedUntil } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { formatPlantTime, languageIn } from "../../runtime/format.ts";
import { inDigits } from "../../runtime/spoken/periods/figures.ts";
import { stretchAheadIn } from "../../runtime/spoken/times/stretch-ahead.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import { createPlannedKits } from "./planned-kit.ts";
import { asksWhichWait, tellWaiting } from "./tell-waiting.ts";
import type { WaitedFor } from "./waited-for.ts";

/** As many as can be looked over at a glance. */
const mostShown = 8;

/** Operations whose kits are looked at in a stretch, and that a sentence holds. */
const mostLookedAt = 400;
const mostTold = 4;
const mostListed = 20;

/** Until when a sentence looks ahead: 三天内, "the next 3 days", 明天. */
const stretchIn = (text: string, now: Date): { readonly to: Date } | undefined => {
  const days =
    /(?:未来|接下来|后面?|最近)?(?<![a-z\d.])(\d{1,2}|[一二两三四五六七])(?:天|日)(?:内|里|之内)?|(?:next|coming|following) (\d{1,2}|two|three|four|five) days/i.exec(
      inDigits(text),
    );
  const words = ["one", "two", "three", "four", "five"];
  const said = days?.[1] ?? days?.[2];
  const count = said ? Number(said) || words.indexOf(said.toLowerCase()) + 1 : 0;
  return count > 0 ? { to: new Date(now.getTime() + count * dayMs) } : stretchAheadIn(text, now);
};

/** Operations that the plan begins until a moment and whose kits the stock does not hold now, each with what it lacks most. */
const kitGaps = async (db: Db, version: number, now: Date, to: Date) => {
  const all = await unreleasedUntil(db, version, to);
  const looked = all.slice(0, mostLookedAt);
  const kitOf = createPlannedKits(db, now);
  const gaps = await Promise.all(
    looked.map(async ({ id, segment, start_time: start }) => {
      const { shortages } = await kitOf(id, segment);
      const [lacks] = shortages.toSorted((one, other) => other.short - one.short);
      return lacks ? [{ id, segment, start, lacks, count: shortages.length }] : [];
    }),
  );
  return {
    operations: looked.length,
    until: all.length > looked.length ? (looked.at(-1)?.start_time ?? to) : to,
    gaps: gaps.flat(),
  };
};

/** The same as a list, where the words name a stretch to come. */
const tellKitGaps = async (db: Db, version: number, now: Date, to: Date): Promise<ToolResult> => {
  const { operations, until: last, gaps } = await kitGaps(db, version, now, to);
  const until = formatPlantTime(last);
  const orders = new Set(gaps.map(({ id }) => id)).size;
  const list = (language: "zh" | "en") =>
    gaps
      .slice(0, mostTold)
      .map(({ id, segment, lacks }) =>
        language === "zh"
          ? `${id} 工序 ${segment} 缺 ${lacks.materialId} ${lacks.short}`
          : `${id} segment ${segment} lacks ${lacks.short} of ${lacks.materialId}`,
      )
      .join(language === "zh" ? "；" : "; ");
  const more = gaps.length > mostTold;
  const shown = gaps.slice(0, mostListed);
  return {
    text: {
      zh: `按计划版本 ${version}，到 ${until} 要开工的 ${operations} 道工序，各自按现有库存看，${gaps.length === 0 ? "都齐套" : `没齐套的 ${gaps.length} 道（${orders} 个工单）：${list("zh")}${more ? "；其余见下" : ""}`}。`,
      en: `By plan version ${version}, of the ${operations} operations that are to begin until ${until}, each looked at by itself with the stock of now, ${gaps.length === 0 ? "every one has its full kit" : `${gaps.length} (of ${orders} orders) have no full kit: ${list("en")}${more ? "; the rest below" : ""}`}.`,
    },
    rows: shown.map(({ id, segment, start, lacks, count }) => ({
      label: { zh: `${id} 工序 ${segment}`, en: `${id} segment ${segment}` },
      value: `${formatPlantTime(start)} · ${lacks.materialId} × ${lacks.short}${count > 1 ? ` · +${count - 1}` : ""}`,
    })),
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        facts: { version, until, operations, withoutKit: gaps.length, orders },
        source: "plan_operation",
        at: now.toISOString(),
      },
      ...shown.map(
        ({ id, segment, start, lacks, count }): Evidence => ({
          kind: "order",
          id,
          label: lacks.materialId,
          facts: { segment, start: formatPlantTime(start), short: lacks.short, materials: count },
          source: "bom_item",
          at: now.toISOString(),
        }),
      ),
    ],
  };
};

/** What material the plan's orders wait for: how many orders each holds up, how many pieces, and when the first of them come. */
export const shortMaterial = async ({ db, clock, text }: ToolContext, desk: Desk): Promise<ToolResult> => {
  const now = clock.now();
  const stretch = stretchIn(text, now);
  const plan = stretch && stretch.to > now ? await latestPlan(db) : undefined;
  if (stretch && plan) return tellKitGaps(db, plan.version, now, stretch.to);
  const waited = await desk.ask("waitedMaterials", now, { materials: mostShown, orders: mostListed });
  if (asksWhichWait(text) && waited.orders > 0) return tellWaiting(waited, now, languageIn(text));
  const { version, materials, orders, first: shown } = waited;
  const [first] = shown;
  const language = languageIn(text);
  const due = ({ time }: WaitedFor) => (time === undefined ? undefined : formatPlantTime(time));
  const comes = (short: WaitedFor) => ({
    // Later than the supplier says where receipts of his are seldom there in time.
    zh: due(short) ? `最早靠 ${short.receipt ?? "到货"}，计划按 ${due(short)} 到货算` : "没有已知的到货",
    en: due(short)
      ? `the first from ${short.receipt ?? "a receipt"}, counted on from ${due(short)}`
      : "no receipt is known",
  });
  return {
    text: first
      ? {
          zh: `按计划版本 ${version}，有 ${materials} 种物料要等，牵涉 ${orders} 个工单；影响最大的是 ${first.material}：${first.orders} 个工单等 ${first.quantity}，${comes(first).zh}。`,
          en: `By plan version ${version}, ${materials} materials are waited for, by ${orders} orders; most wait for ${first.material}: ${first.orders} orders, ${first.quantity} pieces, ${comes(first).en}.`,
        }
      : {
          zh: `按计划版本 ${version}，没有工单在等物料。`,
          en: `By plan version ${version}, no order waits for material.`,
        },
    rows: shown.map((short) => ({
      label: { zh: short.material, en: short.material },
      value: `${short.quantity} · ${short.orders} WO · ${due(short) ?? "—"}`,
    })),
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        facts: { version, materials, orders },
        source: "plan_snapshot",
        at: now.toISOString(),
      },
      ...shown.map(
        (short): Evidence => ({
          kind: "material",
          id: short.material,
          facts: {
            orders: short.orders,
            quantity: short.quantity,
            receipt: short.receipt ?? null,
            expected: due(short) ?? null,
          },
          source: "plan_snapshot",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: shown.slice(0, 3).map(({ material }) => choiceOf("stock_status", { material }, language)),
  };
};
