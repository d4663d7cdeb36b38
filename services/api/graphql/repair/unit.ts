import {
  countWaitingUnits,
  latestFailures,
  type MeasurementRow,
  measurementsOf,
  type RepairRow,
  repairsOf,
  testsOf,
  type UnitRow,
  type UnitTestRow,
  unitById,
  waitingUnits,
} from "../../../mes/queries/units.ts";
import { together } from "../batch.ts";
import { builder } from "../builder.ts";
import { pageSize } from "../connection.ts";
import { BilingualText } from "../plant/plant.ts";

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

export const TestType = builder.objectRef<UnitTestRow>("UnitTest").implement({
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

const failuresOf = together(latestFailures);

export const UnitType = builder.objectRef<UnitRow>("Unit").implement({
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
    failedMeasurements: t.field({
      type: [MeasurementType],
      description: "What its latest failed test measured outside the limits, in the order of the test.",
      resolve: async ({ id }, _args, context) => (await failuresOf(context, id)) ?? [],
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

builder.queryField("unit", (t) =>
  t.field({
    type: UnitType,
    description: "One unit with its tests and repairs, by its serial number.",
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => unitById(db, String(id)),
  }),
);

const mostWaiting = 200;

builder.queryField("waitingUnits", (t) =>
  t.field({
    type: [UnitType],
    description: "Units that wait for repair, the longest first, and those that wait for their test.",
    args: {
      first: t.arg.int(),
      skip: t.arg.int({ description: "So many of them are left out at the front." }),
    },
    resolve: (_root, { first, skip }, { db }) =>
      waitingUnits(db, pageSize({ first }, mostWaiting), Math.max(0, skip ?? 0)),
  }),
);

const WaitingCountType = builder
  .objectRef<Awaited<ReturnType<typeof countWaitingUnits>>>("WaitingUnitCount")
  .implement({
    description: "How many units wait.",
    fields: (t) => ({
      failed: t.exposeInt("failed", { description: "Units that wait for repair." }),
      retest: t.exposeInt("retest", { description: "Repaired units that wait for their test." }),
    }),
  });

builder.queryField("waitingUnitCount", (t) =>
  t.field({
    type: WaitingCountType,
    description: "How many units wait, of which waitingUnits lists a page.",
    resolve: (_root, _args, { db }) => countWaitingUnits(db),
  }),
);
