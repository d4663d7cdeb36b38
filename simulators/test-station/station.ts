import { envelope, formatCfxTopic } from "../../services/protocols/cfx/envelope.ts";
import {
  repairEndpoint,
  type UnitsTested,
  unitsRepaired,
  unitsRepairedName,
  unitsTestedName,
} from "../../services/protocols/cfx/units.ts";
import type { JobCommand, JobResponse } from "../../services/protocols/job-control/job.ts";
import { connectMachine } from "../broker.ts";
import { createRandomStream } from "../engine/random.ts";
import type { Scheduler } from "../engine/scheduler.ts";
import { familyOf } from "../faults/families.ts";
import { type HistorySpan, indexOf, originOf } from "../faults/history.ts";
import { firstPassed, isSampled, serialOf } from "../faults/serial.ts";
import type { FaultyUnit, PlantFaults, TestRun } from "../faults/unit.ts";

export interface TestStationsOptions {
  readonly url: string;
  readonly group: string;
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly plant: PlantFaults;
  /** Units that failed before the simulation began come back for their test too. */
  readonly history: HistorySpan;
  readonly onProblem: (problem: string) => void;
}

/** The functional test at the end of a line. */
export interface TestStations {
  /** A test line was told a job. */
  told(command: JobCommand): void;
  /** A test line has reported: what is good has passed its test, and its scrap are units that failed it. */
  reported(station: string, report: JobResponse): void;
  close(): Promise<void>;
}

interface Met {
  readonly unit: FaultyUnit;
  readonly station: string;
  repairs: number;
  fixed: boolean;
}

/** A job of a test line, with how many of its units have failed and passed, and when the line told of it last. */
interface Job {
  readonly command: JobCommand;
  failed: number;
  passed: number;
  told: number;
}

/** A test that is over, plant time in ms. */
interface Tested {
  readonly serial: string;
  readonly run: TestRun;
  readonly time: number;
}

/** Until a repaired unit is tested again, plant time. */
const retestMs = 6 * 60_000;
/** As many as a message holds: a broker takes no very large ones. */
const mostUnits = 20;

const testedUnit = ({ serial, run, time }: Tested, id: string): UnitsTested["TestedUnits"][number] => ({
  UnitIdentifier: serial,
  UnitPositionNumber: 1,
  OverallResult: run.passed ? "Passed" : "Failed",
  Tests: run.readings.map(({ step, value, unit, expected, lower, upper, passed }) => {
    const Result = passed ? ("Passed" as const) : ("Failed" as const);
    return {
      UniqueIdentifier: `${id}/${step}`,
      TestName: step,
      Result,
      TestEndTime: new Date(time).toISOString(),
      Measurements: [
        {
          MeasurementName: step,
          Result,
          MeasuredValue: {
            Value: value,
            ValueUnits: unit,
            ExpectedValue: expected,
            MinimumAcceptableValue: lower ?? null,
            MaximumAcceptableValue: upper ?? null,
          },
        },
      ],
    };
  }),
});

/**
 * The test stations of the plant: they publish UnitsTested for every unit that fails and a sample of those that pass, and test a unit again when
 * UnitsRepaired tells that somebody has repaired it. Whether that was the right repair, its measurements show.
 */
export const createTestStations = ({
  url,
  group,
  seed,
  scheduler,
  plant,
  history,
  onProblem,
}: TestStationsOptions): TestStations => {
  const jobs = new Map<string, Job>();
  const met = new Map<string, Met>();
  const client = connectMachine({
    url,
    clientId: `stations-${group}`,
    name: "test stations",
    isKept: true,
    onProblem,
  });

  const publish = (
    station: string,
    product: string,
    tested: readonly Tested[],
    { id, jobOrderId }: { readonly id: string; readonly jobOrderId: string },
  ) => {
    const body: UnitsTested = {
      TransactionId: jobOrderId,
      RecipeName: product,
      TestedUnits: tested.map((one) => testedUnit(one, id)),
    };
    const message = {
      MessageName: unitsTestedName,
      Version: "2.0",
      TimeStamp: new Date(scheduler.now()).toISOString(),
      UniqueID: id,
      Source: `${group}.${station}.SIMULATED`,
      MessageBody: body,
    };
    client.publish(formatCfxTopic(group, station), JSON.stringify(message), { qos: 1 });
  };

  /** A unit of the line's scrap: which fault it has depends on its serial number and product alone. */
  const unitOf = (serial: string, product: string): { unit: FaultyUnit; run: TestRun } => {
    const random = createRandomStream(seed, `live/${serial}`);
    const [line, station] = [random.pick(history.lines), random.pick(history.stations)];
    return plant.failing({ serial, product, line, station, time: history.until });
  };

  const fail = (station: string, command: JobCommand, index: number) => {
    if (!familyOf(command.materialId)) return;
    const serial = serialOf(command.workOrderId, index);
    const { unit, run } = unitOf(serial, command.materialId);
    const one: Met = { unit, station, repairs: 0, fixed: false };
    met.set(serial, one);
    publish(station, unit.product, [{ serial, run, time: scheduler.now() }], {
      id: `${serial}/first`,
      jobOrderId: command.jobOrderId,
    });
  };

  /** Units that have passed since the line's last report, as if each took as long as the others. */
  const pass = (station: string, job: Job, good: number) => {
    const { command, passed: before, told } = job;
    const now = scheduler.now();
    job.passed = Math.max(before, good);
    job.told = now;
    if (!familyOf(command.materialId)) return;
    const [line] = history.lines;
    const passed = Array.from({ length: Math.max(0, good - before) }, (_, index) => before + index);
    const tested = passed.filter(isSampled).map((index): Tested => {
      const time = told + ((index - before + 1) * (now - told)) / passed.length;
      const serial = serialOf(command.workOrderId, firstPassed + index);
      const origin = { serial, product: command.materialId, line, station, time };
      return { serial, run: plant.passing(origin), time };
    });
    for (let from = 0; from < tested.length; from += mostUnits) {
      const own = tested.slice(from, from + mostUnits);
      publish(station, command.materialId, own, {
        id: `${own[0]!.serial}/passed/${command.jobOrderId}`,
        jobOrderId: command.jobOrderId,
      });
    }
  };

  const repairedUnit = (serial: string, product: string | undefined): Met | undefined => {
    const known = met.get(serial);
    if (known) return known;
    const index = indexOf(serial, history);
    const origin = index === undefined ? undefined : originOf(seed, history, index);
    const unit = origin
      ? plant.failing(origin).unit
      : product && familyOf(product)
        ? unitOf(serial, product).unit
        : undefined;
    if (!unit) return undefined;
    const one: Met = { unit, station: unit.station, repairs: 0, fixed: false };
    met.set(serial, one);
    return one;
  };

  const repaired = (bytes: Buffer) => {
    const { MessageName, UniqueID, MessageBody } = envelope.parse(JSON.parse(bytes.toString()));
    if (MessageName !== unitsRepairedName) return;
    for (const { UnitIdentifier, OverallResult, RecipeName, Repairs } of unitsRepaired.parse(MessageBody)
      .RepairedUnits) {
      if (OverallResult !== "RepairSuccessful") continue;
      const one = repairedUnit(UnitIdentifier, RecipeName);
      if (!one) {
        onProblem(`${UnitIdentifier}: no such unit is known to the test stations`);
        continue;
      }
      one.repairs += 1;
      for (const { RepairName } of Repairs) one.fixed ||= plant.isFixedBy(one.unit, RepairName, one.repairs);
      const attempt = one.repairs;
      scheduler.at(scheduler.now() + retestMs, () =>
        publish(
          one.station,
          one.unit.product,
          [
            {
              serial: UnitIdentifier,
              run: plant.retest(one.unit, attempt, one.fixed),
              time: scheduler.now(),
            },
          ],
          { id: `${UnitIdentifier}/after/${UniqueID}`, jobOrderId: "" },
        ),
      );
    }
  };

  client.on("connect", () => {
    client.subscribe(formatCfxTopic(group, repairEndpoint), { qos: 1 }, (error) => {
      if (error) onProblem(`test stations: ${error.message}`);
    });
  });
  client.on("message", (_topic, bytes) => {
    try {
      repaired(bytes);
    } catch (error) {
      onProblem(`test stations: message refused: ${(error as Error).message}`);
    }
  });

  return {
    told: (command) => {
      if (command.command === "StoreAndStart" && !jobs.has(command.jobOrderId))
        jobs.set(command.jobOrderId, {
          command,
          failed: command.made.scrap,
          passed: command.made.good,
          told: scheduler.now(),
        });
    },
    reported: (station, { jobOrderId, good, scrap }) => {
      const job = jobs.get(jobOrderId);
      if (!job) return;
      pass(station, job, good);
      while (job.failed < scrap) {
        job.failed += 1;
        fail(station, job.command, job.failed);
      }
    },
    close: () => client.endAsync(),
  };
};
