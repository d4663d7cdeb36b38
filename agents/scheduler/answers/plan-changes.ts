import { MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import {
  latestPlan,
  type PlanOutline,
  planInForceAt,
  planOfVersion,
  plansBetween,
} from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { formatDuration, formatPlantTime, languageIn } from "../../runtime/format.ts";
import { isHeldAgainst, versionsIn } from "../../runtime/spoken/about/plans.ts";
import { periodNamed } from "../../runtime/spoken/times/period.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import { tellReason } from "../desk/reason.ts";
import type { OrderShift } from "../proposals/change.ts";

/** As many orders as a sentence holds; orders and versions that are shown. */
const mostTold = 4;
const mostOrders = 8;
const mostVersions = 6;
/** Less is no shift that anybody feels. */
const leastSeconds = 60;

/** Which two versions a sentence means; with nothing said, the one in force and the one before it. @throws MillwrightError NOT_FOUND. */
const versionsMeant = async (
  db: Db,
  text: string,
  now: Date,
  latest: number,
): Promise<readonly [number, number]> => {
  const [one, other] = versionsIn(text);
  if (one !== undefined) {
    const first = (await planOfVersion(db, one)).version;
    return other === undefined ? [first, latest] : [first, (await planOfVersion(db, other)).version];
  }
  const period = periodNamed(text, now);
  if (!period) return [Math.max(1, latest - 1), latest];
  const isOver = period.to < now;
  const [from, to] =
    isOver && isHeldAgainst(text) ? [period.to, now] : [period.from, isOver ? period.to : now];
  const [before, after] = [await planInForceAt(db, from), await planInForceAt(db, to)];
  return [before?.version ?? 1, after?.version ?? 1];
};

const shiftText = ({ shiftSeconds }: OrderShift) => formatDuration(Math.abs(shiftSeconds));
const since = ({ plant_time: time }: PlanOutline) => formatPlantTime(time);

/**
 * What one version of the plan has that an earlier one had not: the versions that are named, the plan of the time that is
 * named, or the one before.
 *
 * @throws MillwrightError PLAN_MISSING, NOT_FOUND, PLAN_THINNED.
 */
export const planChanges = async ({ db, clock, text }: ToolContext, desk: Desk): Promise<ToolResult> => {
  const now = clock.now();
  const language = languageIn(text);
  const inForce = await latestPlan(db);
  if (!inForce) throw new MillwrightError("PLAN_MISSING");
  const [before, after] = await versionsMeant(db, text, now, inForce.version);
  const between = await plansBetween(db, before, after);
  const [last, first] = [between.at(0)!, between.at(-1)!];
  const choices = [choiceOf("plan_status", {}, language), choiceOf("late_orders", {}, language)];
  const made: Evidence[] = between.slice(0, mostVersions).map((plan) => ({
    kind: "plan",
    id: `PLAN-${plan.version}`,
    facts: {
      version: plan.version,
      since: since(plan),
      late: plan.late_orders,
      reason: tellReason(plan.reason)[language],
    },
    source: "plan",
    at: now.toISOString(),
  }));
  if (last.version === first.version)
    return {
      text: {
        zh: `计划没有变：版本 ${last.version} 自 ${since(last)} 起有效，排产原因：${tellReason(last.reason).zh}。`,
        en: `The plan did not change: version ${last.version} is in force since ${since(last)}, made because of: ${tellReason(last.reason).en}.`,
      },
      evidence: made,
      choices,
    };
  const change = await desk.ask("diffVersions", first.version, last.version);
  const of = (wanted: (shift: OrderShift) => boolean) => change.orders.filter(wanted);
  const later = of(({ shiftSeconds }) => shiftSeconds >= leastSeconds);
  const sooner = of(({ shiftSeconds }) => shiftSeconds <= -leastSeconds);
  const [added, gone] = [of(({ kind }) => kind === "new"), of(({ kind }) => kind === "gone")];
  const { moved, lateBefore, lateAfter } = change;
  const most = {
    zh: later
      .slice(0, mostTold)
      .map((one) => `${one.workOrderId} 晚 ${shiftText(one)}`)
      .join("、"),
    en: later
      .slice(0, mostTold)
      .map((one) => `${one.workOrderId} by ${shiftText(one)}`)
      .join(", "),
  };
  const more = later.length > mostTold;
  return {
    text: {
      zh: `计划从版本 ${first.version}（${since(first)}）到版本 ${last.version}（${since(last)}）：改动 ${moved} 道工序，${later.length} 个工单完工变晚${most.zh ? `（${most.zh}${more ? " 等" : ""}）` : ""}，${sooner.length} 个变早；新排入 ${added.length} 个，不再在计划里 ${gone.length} 个（做完、取消或缺料）；延期工单 ${lateBefore} → ${lateAfter}。`,
      en: `From plan version ${first.version} (${since(first)}) to ${last.version} (${since(last)}): ${moved} operations moved, ${later.length} ${later.length === 1 ? "order ends" : "orders end"} later${most.en ? ` (${most.en}${more ? " and others" : ""})` : ""}, ${sooner.length} sooner; ${added.length} new in it, ${gone.length} no more in it (done, called off or without material); late orders ${lateBefore} → ${lateAfter}.`,
    },
    rows: [
      ...between
        .slice(0, mostVersions)
        .filter(({ version }) => version !== first.version)
        .map((plan) => ({
          label: {
            zh: `版本 ${plan.version}，${since(plan)}`,
            en: `Version ${plan.version}, ${since(plan)}`,
          },
          value: tellReason(plan.reason)[language],
        })),
      ...[...later, ...sooner].slice(0, mostOrders).map((one) => ({
        label: { zh: one.workOrderId, en: one.workOrderId },
        value: `${one.shiftSeconds > 0 ? "+" : "−"}${shiftText(one)} → ${one.endAfter ? formatPlantTime(new Date(one.endAfter)) : "–"}`,
      })),
    ],
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${first.version}…${last.version}`,
        facts: {
          from: first.version,
          fromSince: since(first),
          to: last.version,
          toSince: since(last),
          moved,
          later: later.length,
          sooner: sooner.length,
          added: added.length,
          gone: gone.length,
          lateBefore,
          lateAfter,
        },
        source: "plan_operation",
        at: now.toISOString(),
      },
      ...made,
      ...[...later, ...sooner].slice(0, mostOrders).map(
        (one): Evidence => ({
          kind: "order",
          id: one.workOrderId,
          facts: {
            [one.shiftSeconds > 0 ? "later" : "sooner"]: shiftText(one),
            end: one.endAfter ? formatPlantTime(new Date(one.endAfter)) : null,
          },
          source: "plan_operation",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: [
      ...later.slice(0, 1).map(({ workOrderId: order }) => choiceOf("explain_late", { order }, language)),
      ...choices,
    ],
  };
};
