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
    step: t.exposeString("step", { description: "Test step, of the plant's catalogue." }),
    name: t.field({
      type: BilingualText,
      resolve: ({ step, name_zh, name_en }) => ({ zh: name_zh ?? step, en: name_en ?? step }),
    }),
    value: t.exposeFloat("value", { description: "What was measured, in its unit." }),
    unit: t.exposeString("unit"),
    expected: t.exposeFloat("expected", {
      nullable: true,
      description: "Nominal value; null where only limits are known.",
    }),
    lowerLimit: t.exposeFloat("lower_limit", {
      nullable: true,
      description: "Least value that passes; null for none.",
    }),
    upperLimit: t.exposeFloat("upper_limit", {
      nullable: true,
      description: "Greatest value that passes; null for none.",
    }),
    failed: t.boolean({
      description: "Whether it is outside its limits.",
      resolve: ({ value, lower_limit, upper_limit }) =>
        (lower_limit !== null && value < lower_limit) || (upper_limit !== null && value > upper_limit),
    }),
  }),
});

const TestType = builder.objectRef<UnitTestRow>("UnitTest").implement({
  description: "One test of a unit (CFX UnitsTested).",
  fields: (t) => ({
    id: t.exposeID("id"),
    station: t.exposeString("station", { description: "Test station that it came from." }),
    time: t.expose("time", { type: "DateTime" }),
    result: t.exposeString("result", { description: "CFX: Passed, Failed, Error, Aborted." }),
    measurements: t.field({
      type: [MeasurementType],
      description: "What was measured, in the order of the test.",
      resolve: ({ id }, _args, { db }) => measurementsOf(db, id),
    }),
  }),
});

const FindingType = builder.objectRef<readonly [string, boolean]>("RepairFinding").implement({
  description: "What a look at the unit found.",
  fields: (t) => ({
    check: t.string({ description: "Look, of the plant's catalogue.", resolve: ([check]) => check }),
    found: t.boolean({ description: "Whether it found what it looks for.", resolve: ([, found]) => found }),
  }),
});

const RepairType = builder.objectRef<RepairRow>("UnitRepair").implement({
  description: "One repair of a unit (CFX UnitsRepaired).",
  fields: (t) => ({
    id: t.exposeID("id"),
    testId: t.exposeString("test_id", { description: "The failed test that it follows." }),
    attempt: t.exposeInt("attempt"),
    time: t.expose("time", { type: "DateTime" }),
    causeId: t.exposeString("cause_id"),
    actionId: t.exposeString("action_id", {
      nullable: true,
      description: "Repair, of the plant's catalogue; null where nothing was repaired.",
    }),
    result: t.exposeString("result", {
      description: "CFX: RepairSuccessful, UnableToRepair, Scrap, Error, Aborted.",
    }),
    findings: t.field({
      type: [FindingType],
      description: "What looks found before it.",
      resolve: ({ findings }) => Object.entries(findings),
    }),
    minutes: t.exposeFloat("minutes", {
      nullable: true,
      description: "Working time, minutes; null where it was not written down.",
    }),
    personId: t.exposeString("person_id", {
      nullable: true,
      description: "Person (ISA-95) who repaired it; null where it was not told.",
    }),
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
    family: t.exposeString("family", {
      nullable: true,
      description: "Family of products that shares a repair catalogue; null where none is known.",
    }),
    workOrderId: t.exposeString("work_order_id", {
      nullable: true,
      description: "Work order (ISA-95 operations request) that made it; null where it is not known.",
    }),
    line: t.exposeString("line", {
      nullable: true,
      description: "Line that made it; null where it is not known.",
    }),
    status: t.exposeString("status", {
      description: "Failed (waits for repair), Retest (waits for its test), Passed, Scrapped.",
    }),
    changedAt: t.expose("changed_at", { type: "DateTime" }),
    simulated: t.exposeBoolean("simulated"),
    repairCount: t.int({
      description: "Repairs so far; three or more are third repairs.",
      resolve: ({ repairs }) => Number(repairs ?? 0),
    }),
    tests: t.field({
      type: [TestType],
      description: "Its tests, the latest first.",
      resolve: ({ id }, _args, { db }) => testsOf(db, id),
    }),
    repairs: t.field({
      type: [RepairType],
      description: "Its repairs, in order.",
      resolve: ({ id }, _args, { db }) => repairsOf(db, id),
    }),
  }),
});

const ActionType = builder.objectRef<ActionTold>("RepairAction").implement({
  description: "A repair of the plant's catalogue.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    minutes: t.exposeFloat("minutes", { description: "Usual working time, minutes." }),
    cost: t.exposeFloat("cost", { description: "Of material." }),
    material: t.exposeString("material", {
      nullable: true,
      description: "What it uses up, in words or as a material's id; null for nothing.",
    }),
  }),
});

const CauseType = builder.objectRef<CauseTold>("ProbableCause").implement({
  description: "A cause of the fault, with how probable it is and what mends it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    noFault: t.exposeBoolean("noFault", {
      description: "Nothing is wrong with the unit itself: a contact or the tester.",
    }),
    probability: t.exposeFloat("probability", { description: "0 to 1; those of all causes add up to 1." }),
    action: t.expose("action", {
      type: ActionType,
      nullable: true,
      description: "What mends it; null where the catalogue has nothing.",
    }),
    casesOfProduct: t.int({
      description: "Repairs of this cause that were learnt, of the product itself.",
      resolve: ({ cases }) => cases.product,
    }),
    casesOfFamily: t.int({
      description: "Repairs of this cause that were learnt, of the product's family.",
      resolve: ({ cases }) => cases.family,
    }),
    alike: t.field({
      type: ["String"],
      description: "Units with this cause among those that failed most alike.",
      resolve: ({ alike }) => [...alike],
    }),
  }),
});

const CheckType = builder.objectRef<CheckTold>("RepairCheck").implement({
  description: "A look at a unit that tells causes apart.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    minutes: t.exposeFloat("minutes", { description: "Usual working time, minutes." }),
    found: t.exposeBoolean("found", {
      nullable: true,
      description: "What the look found; null while nobody has looked.",
    }),
  }),
});

const AdviceType = builder.objectRef<Advice>("RepairAdvice").implement({
  description: "The look or repair that comes next, by probability, cost and value of information.",
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "check, repair or give-up." }),
    check: t.expose("check", {
      type: CheckType,
      nullable: true,
      description: "Look to take; null unless kind is check.",
    }),
    cause: t.expose("cause", {
      type: CauseType,
      nullable: true,
      description: "Cause to mend; null unless kind is repair.",
    }),
    expectedCost: t.exposeFloat("expectedCost", {
      description: "Expected cost until the unit is mended or given up; a technician's minute counts 1.",
    }),
    saves: t.exposeFloat("saves", { description: "What the look saves against repairing at once." }),
  }),
});

const DiagnosisType = builder.objectRef<Diagnosis>("Diagnosis").implement({
  description: "What is probably wrong with a unit, and what to do next.",
  fields: (t) => ({
    unit: t.expose("unit", { type: UnitType, description: "The unit that is asked about." }),
    test: t.expose("test", {
      type: TestType,
      nullable: true,
      description: "The failed test that is explained; null where the unit never failed.",
    }),
    causes: t.field({
      type: [CauseType],
      description: "The most probable first; none where the product's family has no catalogue.",
      resolve: ({ causes }) => [...causes],
    }),
    checks: t.field({
      type: [CheckType],
      description: "What can be looked at, and what looks have found already.",
      resolve: ({ checks }) => [...checks],
    }),
    advice: t.expose("advice", {
      type: AdviceType,
      nullable: true,
      description: "What to do next; null for a unit that does not wait for repair.",
    }),
    learnt: t.exposeInt("learnt", { description: "Repairs that the expert has learnt from." }),
  }),
});

const RepairMadeType = builder.objectRef<RepairMade>("RecordedRepair").implement({
  description: "A repair as it was written down.",
  fields: (t) => ({
    id: t.exposeID("id"),
    unitId: t.exposeString("unitId"),
    attempt: t.exposeInt("attempt"),
    causeId: t.exposeString("causeId"),
    actionId: t.exposeString("actionId", {
      nullable: true,
      description: "Repair, of the plant's catalogue; null where nothing was repaired.",
    }),
    status: t.exposeString("status", { description: "Where the unit stands now: Retest or Scrapped." }),
  }),
});

const FindingInput = builder.inputType("RepairFindingInput", {
  description: "What a look at the unit found.",
  fields: (t) => ({
    check: t.string({ required: true, description: "Look, of the plant's catalogue; diagnosis names them." }),
    found: t.boolean({ required: true, description: "Whether it found what it looks for." }),
  }),
});
const OutcomeType = builder.enumType("RepairOutcome", {
  description: "What became of a failed unit.",
  values: {
    Repaired: { description: "A cause was mended; the unit goes to its test again (CFX RepairSuccessful)." },
    NotReproduced: { description: "Nothing was found wrong; the unit goes to its test again." },
    Scrapped: { description: "It is not worth repairing (CFX Scrap)." },
  } as const,
});

const findingsOf = (
  list: readonly (typeof FindingInput.$inferInput)[] | null | undefined,
): Record<string, boolean> => Object.fromEntries((list ?? []).map(({ check, found }) => [check, found]));

const mostWaiting = 200;

builder.queryFields((t) => ({
  unit: t.field({
    type: UnitType,
    description: "One unit with its tests and repairs, by its serial number.",
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
      outcome: t.arg({ type: OutcomeType, required: true, description: "What became of the unit." }),
      causeId: t.arg.string({ description: "Needed unless the outcome is NotReproduced." }),
      actionId: t.arg.string({ description: "Without it, the cause's own action." }),
      findings: t.arg({ type: [FindingInput], description: "What looks at the unit found." }),
      minutes: t.arg.float({ description: "Working time, minutes; without, it is not written down." }),
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
