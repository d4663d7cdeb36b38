import type { Action, Findings, Symptoms } from "../../../agents/repair/expert/case.ts";
import type { RepairModel } from "../../../agents/repair/expert/model.ts";
import { actionCost, nextStep, type Rates, repairOrder } from "../../../agents/repair/expert/troubleshoot.ts";
import type { WrittenCase } from "../../../simulators/faults/history.ts";
import { noFault } from "../../../simulators/faults/model.ts";
import type { FaultyUnit, PlantFaults, TestRun } from "../../../simulators/faults/unit.ts";
import type { Forecaster } from "./baselines.ts";
import { catalogues, symptomsOf } from "./cases.ts";

/** Money is minutes of a technician. */
export const rates: Rates = { perMinute: 1, retestMinutes: 6, scrap: 600 };
/** Repairs of one unit until it is given up. */
const mostRepairs = 4;
/** What it costs when a unit that passed by luck comes back. */
const returnCost = 60;

export interface Met {
  readonly symptoms: Symptoms;
  readonly findings: Findings;
  readonly before: readonly string[];
  readonly triedActions: ReadonlySet<string>;
}

export type Step =
  | { readonly kind: "check"; readonly id: string; readonly minutes: number }
  | { readonly kind: "repair"; readonly action: Action };

export type Policy = (met: Met) => Step | undefined;

const catalogueOf = (family: string) => catalogues.find((each) => each.family === family)!;

/** The expert: the step that its model and the value of information say. */
export const expertPolicy =
  (model: RepairModel, withChecks: boolean): Policy =>
  ({ symptoms, findings, before }) => {
    const { actions, checks } = catalogueOf(symptoms.family);
    const next = nextStep(model.posterior({ symptoms, findings, before }), {
      actions,
      checks: withChecks ? checks.filter(({ id }) => !(id in findings)) : [],
      rates,
      finds: model.finds,
      lasts: model.lasts,
    });
    if (next.kind === "check") return { kind: "check", id: next.check.id, minutes: next.check.minutes };
    return next.kind === "repair" ? { kind: "repair", action: next.repair.action } : undefined;
  };

/** A ranking of causes: each repair once, by probability over cost or by probability alone. */
export const rankedPolicy =
  (forecaster: Forecaster, byCost: boolean): Policy =>
  ({ symptoms, triedActions }) => {
    const { actions } = catalogueOf(symptoms.family);
    const posterior = forecaster.posterior(symptoms);
    const left = actions.filter(({ id }) => !triedActions.has(id));
    const [first] = byCost
      ? repairOrder(posterior, { actions: left, checks: [], rates, finds: () => 0, lasts: () => 1 })
      : left
          .map((action) => ({ action, probability: posterior.get(action.cause) ?? 0 }))
          .sort((a, b) => b.probability - a.probability);
    return first ? { kind: "repair", action: first.action } : undefined;
  };

export interface Course {
  readonly cost: number;
  /** Looks and repairs. */
  readonly steps: number;
  readonly repairs: number;
  readonly minutes: number;
  readonly scrapped: boolean;
  /** It passed though its fault was there, and came back. */
  readonly returned: boolean;
  /** It was closed with no fault found. */
  readonly noFaultFound: boolean;
  /** No fault was found though there was one. */
  readonly missed: boolean;
}

const isLuck = (unit: FaultyUnit, fixed: boolean) => !fixed && unit.cause.id !== noFault;

/** Repairs one unit as a policy says, in the plant where it failed. */
export const followPolicy = (
  plant: PlantFaults,
  policy: Policy,
  unit: FaultyUnit,
  first: TestRun,
): Course => {
  let run = first;
  const findings: Record<string, boolean> = {};
  const before: string[] = [];
  const triedActions = new Set<string>();
  let [cost, steps, repairs, minutes] = [0, 0, 0, 0];
  let [returned, missed] = [false, false];
  for (;;) {
    const next =
      repairs >= mostRepairs
        ? undefined
        : policy({ symptoms: symptomsOf(unit, run), findings, before, triedActions });
    if (!next)
      return {
        cost: cost + rates.scrap,
        steps,
        repairs,
        minutes,
        scrapped: true,
        returned,
        noFaultFound: false,
        missed,
      };
    steps += 1;
    if (next.kind === "check") {
      findings[next.id] = plant.check(unit, next.id);
      cost += next.minutes * rates.perMinute;
      minutes += next.minutes;
      continue;
    }
    const { action } = next;
    repairs += 1;
    cost += actionCost(action, rates);
    minutes += action.minutes + rates.retestMinutes;
    triedActions.add(action.id);
    const fixed = plant.isFixedBy(unit, action.id, repairs);
    const after = plant.retest(unit, repairs, fixed);
    if (!after.passed) {
      before.push(action.cause);
      run = after;
      continue;
    }
    const nothing = action.cause === noFault;
    missed ||= nothing && isLuck(unit, fixed);
    const back = isLuck(unit, fixed) ? plant.retest(unit, repairs + 100, false) : after;
    if (back.passed)
      return { cost, steps, repairs, minutes, scrapped: false, returned, noFaultFound: nothing, missed };
    returned = true;
    cost += returnCost;
    before.push(action.cause);
    run = back;
  }
};

/** The same of a unit that people repaired without an expert. */
export const byHand = ({ unit, repairs }: WrittenCase): Course => {
  const done = repairs.filter(({ result }) => result !== "Scrapped");
  const scrapped = done.length < repairs.length;
  const actions = catalogueOf(unit.family.family).actions;
  const back = done.filter(({ after }, index) => after?.passed && index < done.length - 1);
  const looks = done.reduce((sum, { findings }) => sum + Object.keys(findings).length, 0);
  const minutes = done.reduce((sum, each) => sum + each.minutes + rates.retestMinutes, 0);
  const material = done.reduce((sum, each) => sum + actions.find(({ id }) => id === each.action)!.cost, 0);
  const nothing = (cause: string) => cause === noFault;
  return {
    cost: minutes * rates.perMinute + material + back.length * returnCost + (scrapped ? rates.scrap : 0),
    steps: looks + done.length,
    repairs: done.length,
    minutes,
    scrapped,
    returned: back.length > 0,
    noFaultFound: !scrapped && nothing(done.at(-1)!.cause),
    missed: unit.cause.id !== noFault && done.some(({ cause, after }) => nothing(cause) && after?.passed),
  };
};
