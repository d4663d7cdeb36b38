import { type Bilingual, MillwrightError } from "../../services/core/errors.ts";
import { saidReason } from "../../services/core/stop-reasons.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { allLines, isDown, type Line } from "../../services/mes/queries/equipment.ts";
import {
  eligibleLines,
  nextSegment,
  type Order,
  type OrderSegment,
} from "../../services/mes/queries/orders.ts";
import { stateName } from "./line-state.ts";

export interface LineOption {
  readonly line: Line;
  readonly segment: OrderSegment;
  /** Seconds until the line has worked off what it runs and what waits there. */
  readonly waitSeconds: number;
  readonly runSeconds: number;
  readonly available: boolean;
  /** A person has chosen it for the segment. */
  readonly chosen: boolean;
}

/**
 * What each eligible line would mean for an order's next segment, the soonest first; lines that are down or offline
 * last. Depends on the data store only, so every role that asks sees the same.
 */
export const lineOptions = async (db: Db | Tx, order: Order): Promise<LineOption[]> => {
  const segment = nextSegment(order);
  if (!segment) throw new MillwrightError("ORDER_COMPLETED", { order: order.id });
  const [lines, eligible, choice] = await Promise.all([
    allLines(db),
    eligibleLines(db, order.workMasterId, segment.segment),
    db
      .selectFrom("line_choice")
      .select("equipment_id")
      .where("work_order_id", "=", order.id)
      .where("segment", "=", segment.segment)
      .executeTakeFirst(),
  ]);
  const options = eligible.flatMap(({ equipmentId, runSeconds }): LineOption[] => {
    const line = lines.find((candidate) => candidate.id === equipmentId);
    if (!line) return [];
    const jobs = [...(line.currentJob ? [line.currentJob] : []), ...line.queue];
    const units = jobs.reduce((sum, job) => sum + Math.max(0, job.quantity - job.good - job.scrap), 0);
    const perUnit = runSeconds / segment.batchSize;
    return [
      {
        line,
        segment,
        waitSeconds: units * perUnit,
        runSeconds: Math.ceil(segment.left / segment.batchSize) * runSeconds,
        available: !isDown(line.stateCode) && line.stateCode !== null,
        chosen: equipmentId === choice?.equipment_id,
      },
    ];
  });
  return options.sort(
    (a, b) =>
      Number(b.available) - Number(a.available) ||
      a.waitSeconds + a.runSeconds - (b.waitSeconds + b.runSeconds) ||
      a.line.id.localeCompare(b.line.id),
  );
};

/** Why lines cannot run; one that was never connected does not come back by waiting. */
const unavailable = (lines: readonly Line[]): Bilingual => {
  const why = lines.map(({ id, stateCode, stateReason }): Bilingual => {
    if (stateCode === null)
      return {
        zh: `${id} 从未上报状态，请先接入（docs/api.md）`,
        en: `${id} has never told its state, connect it first (docs/api.md)`,
      };
    const state = stateName(stateCode);
    return {
      zh: `${id} ${state.zh}${stateReason ? `（${saidReason(stateReason).zh}）` : ""}`,
      en: `${id} is ${state.en}${stateReason ? ` (${saidReason(stateReason).en})` : ""}`,
    };
  });
  return { zh: why.map(({ zh }) => zh).join("、"), en: why.map(({ en }) => en).join(", ") };
};

/**
 * The line that a release means: the named one, the one that was chosen for the segment, or the one that would be done first.
 *
 * @throws MillwrightError LINE_NOT_ELIGIBLE, UNKNOWN_LINE, NO_LINE_AVAILABLE.
 */
export const chooseLine = async (
  db: Db | Tx,
  order: Order,
  wanted: string | null | undefined,
): Promise<LineOption> => {
  const options = await lineOptions(db, order);
  if (wanted && wanted !== "earliest") {
    const option = options.find((candidate) => candidate.line.id === wanted);
    if (option) return option;
    const lines = await allLines(db);
    if (!lines.some((line) => line.id === wanted))
      throw new MillwrightError("UNKNOWN_LINE", { id: wanted, suggestions: lines.map((line) => line.id) });
    throw new MillwrightError("LINE_NOT_ELIGIBLE", {
      line: wanted,
      segment: options[0]?.segment.segment ?? 0,
      order: order.id,
      eligible: options.map((candidate) => candidate.line.id),
    });
  }
  const able = options.filter((option) => option.available);
  const best = able.find((option) => option.chosen) ?? able[0];
  if (best) return best;
  throw new MillwrightError("NO_LINE_AVAILABLE", {
    order: order.id,
    reasons: unavailable(options.map(({ line }) => line)),
  });
};
