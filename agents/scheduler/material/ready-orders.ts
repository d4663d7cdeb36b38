import { MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { openKit } from "../../../services/mes/queries/kit.ts";
import { currentSegment, nextSegment, orderById } from "../../../services/mes/queries/orders.ts";
import { unreleasedOrders } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { segmentEvidence } from "../../runtime/evidence.ts";
import { formatDuration, formatPlantTime, languageIn } from "../../runtime/format.ts";
import { lineOptions } from "../../runtime/line-choice.ts";
import type { Evidence } from "../../runtime/tool.ts";

/** As many as can be looked over at a glance. */
const mostShown = 6;
/** Orders whose kits and lines are looked at, those first that the plan starts first. */
const mostLookedAt = 40;

export interface ReadyOrder {
  readonly id: string;
  readonly segment: number;
  /** The line that would be done with it first. */
  readonly line: string;
  readonly waitSeconds: number;
  readonly plannedStart: Date;
}

/**
 * Orders whose next segment could be released now: nothing of them runs, its material is complete and a line that may take it
 * is up; in the order in which the plan starts them.
 *
 * @throws MillwrightError PLAN_MISSING.
 */
export const readyOrders = async (db: Db, now: Date): Promise<readonly ReadyOrder[]> => {
  const plan = await latestPlan(db);
  if (!plan) throw new MillwrightError("PLAN_MISSING");
  const found: ReadyOrder[] = [];
  for (const { id, start } of await unreleasedOrders(db, plan.version, mostLookedAt)) {
    const order = await orderById(db, id);
    const next = nextSegment(order);
    if (!next || currentSegment(order)) continue;
    const { kit } = await openKit(db, order, next, now);
    if (kit && !kit.complete) continue;
    const best = (await lineOptions(db, order)).find(({ available }) => available);
    if (!best) continue;
    const { line, waitSeconds } = best;
    found.push({ id, segment: next.segment, line: line.id, waitSeconds, plannedStart: start });
    if (found.length === mostShown) break;
  }
  return found;
};

/** What could be released now, each with the line that would be done first; a press proposes it. */
export const tellReadyOrders: ToolHandler = async ({ db, clock, text }) => {
  const now = clock.now();
  const orders = await readyOrders(db, now);
  const language = languageIn(text);
  const evidence = orders.map(
    ({ id, segment, line, waitSeconds, plannedStart }): Evidence =>
      segmentEvidence(
        { id },
        segment,
        { line, wait: formatDuration(waitSeconds), plannedStart: formatPlantTime(plannedStart) },
        now,
      ),
  );
  const [first] = orders;
  if (!first)
    return {
      text: {
        zh: "现在没有既齐套、又有产线可用的工单。",
        en: "No order has its material complete and a line that is up now.",
      },
      evidence,
      choices: [choiceOf("short_material", {}, language), choiceOf("line_status", { line: "all" }, language)],
    };
  const start = formatPlantTime(first.plannedStart);
  return {
    text: {
      zh: `可以下达（齐套、产线可用、按计划先后）：${orders.map(({ id }) => id).join("、")}。最先该下的是 ${first.id} 工序 ${first.segment}：计划 ${start} 开工，最早能做的是 ${first.line}。`,
      en: `Ready to release (material complete, a line up, in the plan's order): ${orders.map(({ id }) => id).join(", ")}. First is ${first.id} segment ${first.segment}: planned to start ${start}, soonest on ${first.line}.`,
    },
    rows: orders.map(({ id, line, waitSeconds, plannedStart }) => ({
      label: { zh: id, en: id },
      value: `${line} · ${formatPlantTime(plannedStart)}${waitSeconds > 0 ? ` · ${formatDuration(waitSeconds)}` : ""}`,
    })),
    evidence,
    choices: orders.map(({ id }) => choiceOf("release_order", { order: id, line: "earliest" }, language)),
    mentioned: { order: first.id },
  };
};
