import { connectAsync } from "mqtt";
import { silentLogger } from "../../services/core/log.ts";
import { startIngest } from "../../services/ingest/ingest.ts";
import { startBroker } from "../../services/launcher/broker.ts";
import { importRepairHistory } from "../../services/launcher/repair-history.ts";
import { resumeClock } from "../../services/mes/clock.ts";
import { waitingUnits } from "../../services/mes/queries/units.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createPacedScheduler } from "../../simulators/engine/scheduler.ts";
import { demoHistory } from "../../simulators/faults/demo-history.ts";
import { originOf } from "../../simulators/faults/history.ts";
import { createPlantFaults } from "../../simulators/faults/unit.ts";
import { createTestStations } from "../../simulators/test-station/station.ts";
import { startTestHouse } from "./house.ts";

const seed = 1;

/** A house that has the demonstration's repairs behind it, with test stations and ingest at one broker. */
export const startRepairHouse = async (hostId: string) => {
  const house = await startTestHouse();
  const broker = await startBroker({ port: 0 });
  await importRepairHistory(house.plant.db, seed);
  // The stations' clocks are the plant's: what lies ahead of it is not taken.
  const clock = await resumeClock(house.plant.db, demoEpoch(), 10_000);
  const ingest = await startIngest({
    databaseUrl: house.plant.url,
    mqttUrl: broker.url,
    hostId,
    log: silentLogger,
  });
  const problems: string[] = [];
  const faults = createPlantFaults(seed);
  const stations = createTestStations({
    url: broker.url,
    group: "BINJIANG",
    seed,
    scheduler: createPacedScheduler(clock),
    plant: faults,
    history: demoHistory,
    onProblem: (problem) => problems.push(problem),
  });
  const wire = await connectAsync(broker.url);
  return {
    ...house,
    stations,
    wire,
    /** What the stations could not make sense of. */
    problems,
    /** Units that have failed and wait for a repair. */
    waitingIds: async () =>
      (await waitingUnits(house.plant.db, 200))
        .filter(({ status }) => status === "Failed")
        .map(({ id }) => id),
    /** What is really wrong with a unit of the history: a test may know, the house never does. */
    truthOf: (serial: string) =>
      faults.failing(originOf(seed, demoHistory, Number(serial.slice(3)) - 26_000_001)).unit.cause,
    close: async () => {
      await wire.endAsync();
      await stations.close();
      await ingest.close();
      await broker.stop();
      await house.close();
    },
  };
};
export type RepairHouse = Awaited<ReturnType<typeof startRepairHouse>>;
