import type { Bilingual } from "../../../services/core/errors.ts";
import { saidReason } from "../../../services/core/stop-reasons.ts";
import type { Db } from "../../../services/mes/database.ts";
import { allLines, isDown } from "../../../services/mes/queries/equipment.ts";
import { overdueOperations } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { heldOrders, jobsOnLines } from "../../../services/mes/queries/stuck-orders.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { formatPlantTime, languageIn } from "../../runtime/format.ts";
import { createPlannedKits } from "./planned-kit.ts";

/** As many as a sentence holds, and as are shown; overdue orders whose kits are looked at. */
const mostTold = 5;
const mostShown = 14;
const mostLookedAt = 10;

interface Stuck {
  readonly order: string;
  readonly cause: Bilingual;
  readonly source: string;
}

const onHold = async (db: Db): Promise<Stuck[]> =>
  (await heldOrders(db)).map(({ id, hold_reason: reason }) => ({
    order: id,
    cause: {
      zh: reason ? `已暂停（${reason}）` : "已暂停，没有写原因",
      en: reason ? `on hold (${reason})` : "on hold, no reason given",
    },
    source: "work_order",
  }));

const onDownLines = async (db: Db): Promise<Stuck[]> => {
  const down = (await allLines(db)).filter(({ stateCode }) => isDown(stateCode));
  const jobs = await jobsOnLines(
    db,
    down.map(({ id }) => id),
  );
  return jobs.map(({ work_order_id: order, segment, equipment_id: line }) => {
    const reason = saidReason(down.find(({ id }) => id === line)?.stateReason ?? "");
    return {
      order,
      cause: {
        zh: `工序 ${segment} 在 ${line} 上，产线停机${reason.zh ? `：${reason.zh}` : ""}`,
        en: `segment ${segment} is on ${line}, which is down${reason.en ? `: ${reason.en}` : ""}`,
      },
      source: "job_order",
    };
  });
};

/** Orders that should have begun, with what their kit lacks; where it lacks nothing they only have to be released. */
const overdue = async (db: Db, now: Date): Promise<{ readonly count: number; readonly stuck: Stuck[] }> => {
  const plan = await latestPlan(db);
  if (!plan) return { count: 0, stuck: [] };
  const rows = await overdueOperations(db, plan.version, now);
  const first = [...Map.groupBy(rows, ({ work_order_id: order }) => order).values()].flatMap(([row]) =>
    row ? [row] : [],
  );
  const kitOf = createPlannedKits(db, now);
  const stuck = await Promise.all(
    first.slice(0, mostLookedAt).map(async ({ work_order_id: order, segment, start_time: time }) => {
      const start = formatPlantTime(time);
      const { isFetched, shortages } = await kitOf(order, segment);
      const [lacks, ...others] = shortages;
      const more = others.length;
      const why = lacks
        ? {
            zh: `缺 ${lacks.materialId} ${lacks.short}${more > 0 ? `，另缺 ${more} 种` : ""}`,
            en: `${lacks.short} of ${lacks.materialId} are missing${more > 0 ? `, and ${more} ${more === 1 ? "material" : "materials"} more` : ""}`,
          }
        : isFetched
          ? { zh: "料已领，还没下达", en: "its kit is fetched already, it is not released" }
          : { zh: "料齐，还没下达", en: "its kit is complete, it is not released" };
      return {
        order,
        cause: {
          zh: `工序 ${segment} 应于 ${start} 开工，${why.zh}`,
          en: `segment ${segment} should have begun ${start}; ${why.en}`,
        },
        source: "plan_operation",
      };
    }),
  );
  return { count: first.length, stuck };
};

/** Orders that do not go on, each with what holds it: on hold, a line that is down, a start that was missed. */
export const stuckOrders: ToolHandler = async ({ db, clock, text }) => {
  const now = clock.now();
  const language = languageIn(text);
  const [held, stopped, late] = await Promise.all([onHold(db), onDownLines(db), overdue(db, now)]);
  const all = [...held, ...stopped, ...late.stuck];
  const told = all.slice(0, mostTold);
  const list = {
    zh: told.map(({ order, cause }) => `${order} ${cause.zh}`).join("；"),
    en: told.map(({ order, cause }) => `${order}: ${cause.en}`).join("; "),
  };
  const more = all.length > told.length;
  return {
    text: {
      zh: `暂停的工单 ${held.length} 个，停机产线上的 ${stopped.length} 个，过了开工时间还没下达的 ${late.count} 个${list.zh ? `：${list.zh}${more ? "；其余见下" : ""}` : ""}。`,
      en: `${held.length} orders are on hold, ${stopped.length} on lines that are down, ${late.count} should have begun and are not released${list.en ? `: ${list.en}${more ? "; the rest below" : ""}` : ""}.`,
    },
    rows: all.slice(0, mostShown).map(({ order, cause }) => ({
      label: { zh: order, en: order },
      value: cause[language],
    })),
    evidence: [
      {
        kind: "plan",
        id: "STUCK",
        facts: { held: held.length, onDownLines: stopped.length, overdue: late.count },
        source: "work_order",
        at: now.toISOString(),
      },
      ...all.slice(0, mostShown).map(({ order, cause, source }) => ({
        kind: "order" as const,
        id: order,
        facts: { cause: `${cause.zh} / ${cause.en}` },
        source,
        at: now.toISOString(),
      })),
    ],
    choices: [choiceOf("ready_orders", {}, language), choiceOf("short_material", {}, language)],
  };
};
