import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { UnitsTested } from "../../protocols/cfx/units.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import type { UnitStatus } from "../schema/repair.ts";
import { verifyRepair } from "./verify-repair.ts";

export interface TestMessage {
  /** The message's own id: taken once. */
  readonly messageId: string;
  readonly station: string;
  readonly time: Date;
  readonly tested: UnitsTested;
  /** Comes of a simulation. */
  readonly simulated: boolean;
}

type TestedUnit = UnitsTested["TestedUnits"][number];

/** How long a message may gather tests before it is sent: some controllers write the year 1 where they have no time. */
const longestMessage = 86_400_000;

/**
 * When a unit was tested: where its last test ended, else when the message was sent. Of several units in one message each has its own time,
 * by which what was measured is in order. A station that has its tests end after it has told of them, or long before, has no clock to follow.
 */
const testedAt = (sent: Date, { Tests }: TestedUnit): Date => {
  const ends = Tests.flatMap(({ TestEndTime: end }) => (end ? [Date.parse(end)] : []));
  const last = Math.max(...ends);
  return ends.length > 0 && last <= sent.getTime() && last > sent.getTime() - longestMessage
    ? new Date(last)
    : sent;
};

/** The order and the first line of the job that a station works on. */
const originOf = async (tx: Tx, jobOrderId: string | null | undefined) => {
  if (!jobOrderId) return { work_order_id: null, line: null };
  const row = await tx
    .selectFrom("job_order as j")
    .innerJoin("job_order as first", "first.work_order_id", "j.work_order_id")
    .select(["j.work_order_id", "first.equipment_id as line"])
    .where("j.id", "=", jobOrderId)
    .orderBy("first.segment")
    .limit(1)
    .executeTakeFirst();
  return row ?? { work_order_id: null, line: null };
};

const storeTest = async (tx: Tx, id: string, { station, time }: TestMessage, unit: TestedUnit) => {
  await tx
    .insertInto("unit_test")
    .values({ id, unit_id: unit.UnitIdentifier, station, time, result: unit.OverallResult })
    .execute();
  const rows = unit.Tests.flatMap(({ Measurements }) =>
    Measurements.map(({ MeasurementName, MeasuredValue: value }) => ({
      test_id: id,
      step: MeasurementName,
      value: value.Value,
      unit: value.ValueUnits ?? "",
      expected: value.ExpectedValue ?? null,
      lower_limit: value.MinimumAcceptableValue ?? null,
      upper_limit: value.MaximumAcceptableValue ?? null,
    })),
  );
  // A step that ran twice in one test: the last word on it counts.
  const last = [...new Map(rows.map((row) => [row.step, row])).values()];
  if (last.length > 0) await tx.insertInto("unit_measurement").values(last).execute();
  return last;
};

/** Where a unit is after a test; a scrapped one stays scrapped. */
const statusAfter = (result: string, before: UnitStatus | undefined): UnitStatus => {
  if (before === "Scrapped") return before;
  if (result === "Passed") return "Passed";
  return result === "Failed" ? "Failed" : (before ?? "Failed");
};

const takeUnit = async (tx: Tx, message: TestMessage, unit: TestedUnit): Promise<boolean> => {
  const { UnitIdentifier: serial, OverallResult: result, UnitPositionNumber: position } = unit;
  const { messageId, station, time, tested, simulated } = message;
  const known = await tx
    .selectFrom("unit")
    .selectAll()
    .where("id", "=", serial)
    .forUpdate()
    .executeTakeFirst();
  const id = contentHash("unit-test", messageId, serial, position).slice(0, 32);
  const origin = known ?? (await originOf(tx, tested.TransactionId));
  const late = known !== undefined && known.changed_at > time;
  const status = late ? known.status : statusAfter(result, known?.status);
  const fresh = await appendEvents(tx, [
    {
      id: contentHash("unit-tested", messageId, serial, position),
      type: "unit.tested",
      time,
      source: `cfx/${station}`,
      objects: [
        { id: serial, type: "unit", qualifier: "tested" },
        { id, type: "unit_test", qualifier: "test" },
        { id: station, type: "equipment", qualifier: "station" },
        ...(origin.work_order_id
          ? [{ id: origin.work_order_id, type: "work_order", qualifier: "order" }]
          : []),
      ],
      attributes: {
        result,
        status,
        product: known?.product_id ?? tested.RecipeName,
        failed: unit.Tests.flatMap((each) => each.Measurements)
          .filter((each) => each.Result === "Failed")
          .map((each) => each.MeasurementName),
        ...(simulated ? { simulated } : {}),
      },
    },
  ]);
  if (fresh.length === 0) return false;
  if (known)
    await tx
      .updateTable("unit")
      .set(late ? { status } : { status, changed_at: time })
      .where("id", "=", serial)
      .execute();
  else
    await tx
      .insertInto("unit")
      .values({
        id: serial,
        product_id: tested.RecipeName,
        work_order_id: origin.work_order_id,
        line: origin.line,
        status,
        changed_at: time,
        simulated,
      })
      .execute();
  const steps = await storeTest(tx, id, message, unit);
  if (!late) await verifyRepair(tx, { unitId: serial, station, result, steps });
  return true;
};

/** A figure in another unit than the step's would be held against its limits, and learnt. @throws MillwrightError WRONG_UNIT. */
const requireUnits = async (tx: Tx, { station, tested }: TestMessage): Promise<void> => {
  const steps = await tx
    .selectFrom("product_family as f")
    .innerJoin("test_step as s", "s.family", "f.family")
    .select(["s.step", "s.unit"])
    .where("f.product_id", "=", tested.RecipeName)
    .execute();
  const unitOf = new Map(steps.map(({ step, unit }) => [step, unit]));
  const measurements = tested.TestedUnits.flatMap(({ Tests }) => Tests.flatMap((each) => each.Measurements));
  for (const { MeasurementName: step, MeasuredValue: value } of measurements) {
    const expected = unitOf.get(step);
    const unit = value.ValueUnits;
    if (expected && unit && unit !== expected)
      throw new MillwrightError("WRONG_UNIT", { machine: station, step, unit, expected });
  }
};

/**
 * Takes what a test station says of units: each is stored once, and a repair before it is held good or not by it. Gives
 * how many units were new of the message.
 *
 * @throws MillwrightError UNKNOWN_PRODUCT where a new unit is of none that is known, WRONG_UNIT.
 */
export const applyUnitsTested = async (tx: Tx, message: TestMessage): Promise<number> => {
  const { RecipeName: product, TestedUnits: units } = message.tested;
  const row = await tx.selectFrom("material").select("id").where("id", "=", product).executeTakeFirst();
  if (!row) throw new MillwrightError("UNKNOWN_PRODUCT", { id: product, suggestions: "-" });
  await requireUnits(tx, message);
  let taken = 0;
  // In one order everywhere: two messages about the same units must not wait for each other.
  for (const unit of units.toSorted((a, b) => (a.UnitIdentifier < b.UnitIdentifier ? -1 : 1)))
    if (await takeUnit(tx, { ...message, time: testedAt(message.time, unit) }, unit)) taken += 1;
  return taken;
};
