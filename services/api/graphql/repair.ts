import {
  type ActionTold,
  type Advice,
  type CauseTold,
  type CheckTold,
  type Diagnosis,
  diagnose,
} from "../../../agents/repair/diagnose.ts";
import { MillwrightError } from "../../core/errors.ts";
import { plantNow } from "../../mes/clock.ts";
import { type RepairMade, recordRepair } from "../../mes/commands/repair.ts";
import {
  type MeasurementRow,
  measurementsOf,
  type RepairRow,
  repairsOf,
  testsOf,
  type UnitRow,
  type UnitTestRow,
  unitById,
  waitingUnits,
} from "../../mes/queries/units.ts";
import { builder } from "./builder.ts";
import { once } from "./idempotency.ts";
import { BilingualText } from "./plant.ts";

const MeasurementType = builder.objectRef<MeasurementRow>("UnitMeasurement").implement({
  description: "A measurement of a test against its limits (IEEE 1636.1).",
  fields: (t) => ({
    step: t.exposeString("step"),
    name: t.field({
      type: BilingualText,
      resolve: ({ step, name_zh, name_en }) => ({ zh: name_zh ?? step, en: name_en ?? step }),
    }),
    value: t.exposeFloat("value"),
    unit: t.exposeString("unit"),
    expected: t.exposeFloat("expected", { nullable: true }),
    lowerLimit: t.exposeFloat("lower_limit", { nullable: true }),
    upperLimit: t.exposeFloat("upper_limit", { nullable: true }),
    failed: t.boolean({
      resolve: ({ value, lower_limit, upper_limit }) =>
        (lower_limit !== null && value < lower_limit) || (upper_limit !== null && value > upper_limit),
    }),
  }),
});

const TestType = builder.objectRef<UnitTestRow>("UnitTest").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    station: t.exposeString("station"),
    time: t.expose("time", { type: "DateTime" }),
    result: t.exposeString("result", { description: "CFX: Passed, Failed, Error, Aborted." }),
    measurements: t.field({
      type: [MeasurementType],
      resolve: ({ id }, _args, { db }) => measurementsOf(db, id),
    }),
  }),
});

const FindingType = builder.objectRef<readonly [string, boolean]>("RepairFinding").implement({
  fields: (t) => ({
    check: t.string({ resolve: ([check]) => check }),
    found: t.boolean({ resolve: ([, found]) => found }),
  }),
});

const RepairType = builder.objectRef<RepairRow>("UnitRepair").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    testId: t.exposeString("test_id"),
    attempt: t.exposeInt("attempt"),
    time: t.expose("time", { type: "DateTime" }),
    causeId: t.exposeString("cause_id"),
    actionId: t.exposeString("action_id", { nullable: true }),
    result: t.exposeString("result", {
      description: "CFX: RepairSuccessful, UnableToRepair, Scrap, Error, Aborted.",
    }),
    findings: t.field({ type: [FindingType], resolve: ({ findings }) => Object.entries(findings) }),
    minutes: t.exposeFloat("minutes", { nullable: true }),
    personId: t.exposeString("person_id", { nullable: true }),
    verified: t.exposeBoolean("verified", {
      nullable: true,
      description: "Whether the unit passed the test after it, for good; null while nobody knows.",
    }),
  }),
});

const UnitType = builder.objectRef<UnitRow>("Unit").implement({
  description: "One piece with a serial number that failed a test at some time.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "Serial number." }),
    productId: t.exposeString("product_id"),
    product: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.product_zh, en: row.product_en }) }),
    family: t.exposeString("family", { nullable: true }),
    workOrderId: t.exposeString("work_order_id", { nullable: true }),
    line: t.exposeString("line", { nullable: true }),
    status: t.exposeString("status", {
      description: "Failed (waits for repair), Retest (waits for its test), Passed, Scrapped.",
    }),
    changedAt: t.expose("changed_at", { type: "DateTime" }),
    simulated: t.exposeBoolean("simulated"),
    repairCount: t.int({ resolve: ({ repairs }) => Number(repairs ?? 0) }),
    tests: t.field({ type: [TestType], resolve: ({ id }, _args, { db }) => testsOf(db, id) }),
    repairs: t.field({ type: [RepairType], resolve: ({ id }, _args, { db }) => repairsOf(db, id) }),
  }),
});

const ActionType = builder.objectRef<ActionTold>("RepairAction").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    minutes: t.exposeFloat("minutes"),
    cost: t.exposeFloat("cost", { description: "Of material." }),
    material: t.exposeString("material", { nullable: true }),
  }),
});

const CauseType = builder.objectRef<CauseTold>("ProbableCause").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    noFault: t.exposeBoolean("noFault"),
    probability: t.exposeFloat("probability"),
    action: t.expose("action", { type: ActionType, nullable: true }),
    casesOfProduct: t.int({ resolve: ({ cases }) => cases.product }),
    casesOfFamily: t.int({ resolve: ({ cases }) => cases.family }),
    alike: t.field({
      type: ["String"],
      description: "Units with this cause among those that failed most alike.",
      resolve: ({ alike }) => [...alike],
    }),
  }),
});

const CheckType = builder.objectRef<CheckTold>("RepairCheck").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    minutes: t.exposeFloat("minutes"),
    found: t.exposeBoolean("found", { nullable: true }),
  }),
});

const AdviceType = builder.objectRef<Advice>("RepairAdvice").implement({
  description: "The look or repair that comes next, by probability, cost and value of information.",
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "check, repair or give-up." }),
    check: t.expose("check", { type: CheckType, nullable: true }),
    cause: t.expose("cause", { type: CauseType, nullable: true }),
    expectedCost: t.exposeFloat("expectedCost"),
    saves: t.exposeFloat("saves", { description: "What the look saves against repairing at once." }),
  }),
});

const DiagnosisType = builder.objectRef<Diagnosis>("Diagnosis").implement({
  fields: (t) => ({
    unit: t.expose("unit", { type: UnitType }),
    test: t.expose("test", {
      type: TestType,
      nullable: true,
      description: "The failed test that is explained.",
    }),
    causes: t.field({ type: [CauseType], resolve: ({ causes }) => [...causes] }),
    checks: t.field({ type: [CheckType], resolve: ({ checks }) => [...checks] }),
    advice: t.expose("advice", { type: AdviceType, nullable: true }),
    learnt: t.exposeInt("learnt", { description: "Repairs that the expert has learnt from." }),
  }),
});

const RepairMadeType = builder.objectRef<RepairMade>("RecordedRepair").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    unitId: t.exposeString("unitId"),
    attempt: t.exposeInt("attempt"),
    causeId: t.exposeString("causeId"),
    actionId: t.exposeString("actionId", { nullable: true }),
    status: t.exposeString("status"),
  }),
});

const FindingInput = builder.inputType("RepairFindingInput", {
  fields: (t) => ({ check: t.string({ required: true }), found: t.boolean({ required: true }) }),
});
const OutcomeType = builder.enumType("RepairOutcome", {
  values: ["Repaired", "NotReproduced", "Scrapped"] as const,
});

const findingsOf = (
  list: readonly (typeof FindingInput.$inferInput)[] | null | undefined,
): Record<string, boolean> => Object.fromEntries((list ?? []).map(({ check, found }) => [check, found]));

const mostWaiting = 200;

builder.queryFields((t) => ({
  unit: t.field({
    type: UnitType,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => unitById(db, String(id)),
  }),
  waitingUnits: t.field({
    type: [UnitType],
    description: "Units that wait for repair, the longest first, and those that wait for their test.",
    args: { first: t.arg.int() },
    resolve: (_root, { first }, { db }) => {
      const limit = first ?? 50;
      if (limit < 1 || limit > mostWaiting)
        throw new MillwrightError("INVALID_INPUT", { path: "first", problem: `must be 1 to ${mostWaiting}` });
      return waitingUnits(db, limit);
    },
  }),
  diagnosis: t.field({
    type: DiagnosisType,
    description: "What is probably wrong with a unit, and what to do next.",
    args: {
      unitId: t.arg.id({ required: true }),
      findings: t.arg({
        type: [FindingInput],
        description: "What looks found that are not written down yet.",
      }),
    },
    resolve: (_root, { unitId, findings }, { db, repairs }) =>
      diagnose(db, repairs, String(unitId), findingsOf(findings)),
  }),
}));

builder.mutationField("recordRepair", (t) =>
  t.field({
    type: RepairMadeType,
    description:
      "Writes down what was found and done on a failed unit; the unit goes to its test again, or is scrapped. The expert learns it at once. Role repair.",
    args: {
      unitId: t.arg.id({ required: true }),
      outcome: t.arg({ type: OutcomeType, required: true }),
      causeId: t.arg.string({ description: "Needed unless the outcome is NotReproduced." }),
      actionId: t.arg.string({ description: "Without it, the cause's own action." }),
      findings: t.arg({ type: [FindingInput] }),
      minutes: t.arg.float(),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { idempotencyKey, ...given }, context) => {
      const { minutes } = given;
      if (minutes !== null && minutes !== undefined && !(minutes >= 0 && minutes <= 100_000))
        throw new MillwrightError("INVALID_INPUT", { path: "minutes", problem: "must be 0 to 100000" });
      const now = await plantNow(context.db);
      const record = {
        unitId: String(given.unitId),
        outcome: given.outcome,
        causeId: given.causeId ?? null,
        actionId: given.actionId ?? null,
        findings: findingsOf(given.findings),
        minutes: minutes ?? null,
      };
      return once(context, idempotencyKey, { act: "repair", ...record }, (tx, actId) =>
        recordRepair(tx, { ...record, actorId: context.viewer.id, actId, now }),
      );
    },
  }),
);
