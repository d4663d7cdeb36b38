import { readFileSync } from "node:fs";
import { inspectionPrograms } from "../services/protocols/inspection/program.ts";
import { demoPatroller, demoRoutes } from "../services/protocols/patrol/demo.ts";
import { connectVehicle } from "./agv/connection.ts";
import { createVehicle } from "./agv/vehicle.ts";
import { createSimulatedCell } from "./cell/cell.ts";
import { connectCell } from "./cell/connection.ts";
import { createInsert } from "./cell/insert.ts";
import { readConfig } from "./config.ts";
import { createRandomStream } from "./engine/random.ts";
import { createPacedScheduler } from "./engine/scheduler.ts";
import { demoHistory } from "./faults/demo-history.ts";
import { createPlantFaults } from "./faults/unit.ts";
import { createInspectionMachines, type InspectionMachines } from "./inspection/machines.ts";
import { createEdgeNode } from "./line/edge-node.ts";
import { createLine, type Line, type LineOptions, type LineOutput } from "./line/line.ts";
import { createPatrol } from "./patrol/patrol.ts";
import { demoPlant } from "./plant.ts";
import { createProblemLog } from "./problem-log.ts";
import { createTestStations, type TestStations } from "./test-station/station.ts";

const meterEveryMs = 5_000;
const stateEveryMs = 25_000;

/** A line whose scrap goes through the test stations, where it is a test line. */
const tested = (stations: TestStations, options: LineOptions): Line => {
  const { output, model } = options;
  const report: LineOutput["report"] = (told) => {
    output.report(told);
    stations.reported(model.id, told);
  };
  const line = createLine({ ...options, output: { ...output, report } });
  return {
    ...line,
    command: (command) => {
      stations.told(command);
      line.command(command);
    },
  };
};

/** A line whose boards go through inspection machines. */
const inspected = (machines: InspectionMachines, options: LineOptions): Line => {
  const { output, model } = options;
  const line = createLine({
    ...options,
    output: {
      state: (state) => {
        machines.state(model.id, state);
        output.state(state);
      },
      report: (told) => {
        output.report(told);
        machines.reported(model.id, told);
      },
    },
  });
  return {
    ...line,
    command: (command) => {
      machines.told(command);
      line.command(command);
    },
  };
};

/** Minutes after midnight in a time zone. */
const minuteOfDayIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  return (time: number): number => {
    const [hours = 0, minutes = 0] = format.format(time).split(":").map(Number);
    return (hours % 24) * 60 + minutes;
  };
};

const main = (): void => {
  const config = readConfig(process.argv.slice(2));
  const scheduler = createPacedScheduler({
    plantAnchor: config.plant ? Date.parse(config.plant) : Date.now(),
    wallAnchor: config.wall ? Date.parse(config.wall) : Date.now(),
    speed: config.speed,
  });
  const onProblem = createProblemLog(console.error);

  const stations = createTestStations({
    url: config.mqtt,
    group: demoPlant.group,
    seed: config.seed,
    scheduler,
    plant: createPlantFaults(config.seed),
    history: demoHistory,
    onProblem,
  });
  const machines = config.programs
    ? createInspectionMachines({
        url: config.mqtt,
        group: demoPlant.group,
        seed: config.seed,
        scheduler,
        programs: inspectionPrograms.parse(JSON.parse(readFileSync(config.programs, "utf8"))),
        onProblem,
      })
    : undefined;
  const nodes = demoPlant.lines.map((model) =>
    createEdgeNode({
      url: config.mqtt,
      group: demoPlant.group,
      node: model.id,
      now: scheduler.now,
      onProblem,
      createLine: (output) => {
        const options = {
          model,
          scheduler,
          output,
          random: (source: string) => createRandomStream(config.seed, `${model.id}/${source}`),
          // About one report a wall second, however fast the plant runs.
          reportEveryMs: 1_000 * config.speed,
        };
        if (machines && model.id.startsWith("SMT-")) return inspected(machines, options);
        return model.id.startsWith("FT-") ? tested(stations, options) : createLine(options);
      },
    }),
  );
  const vehicles = demoPlant.vehicles.map((vehicle) =>
    connectVehicle({
      ...vehicle,
      url: config.mqtt,
      now: scheduler.now,
      onProblem,
      createVehicle: (onChange) =>
        createVehicle({
          scheduler,
          roadmap: demoPlant.roadmap,
          home: vehicle.home,
          charge: vehicle.charge,
          onChange,
        }),
    }),
  );
  const cells = demoPlant.cells.map((cell) =>
    connectCell({
      url: config.mqtt,
      site: demoPlant.group,
      cell,
      now: scheduler.now,
      onProblem,
      createCell: (report) =>
        createSimulatedCell({
          scheduler,
          random: createRandomStream(config.seed, `${cell}/steps`),
          variation: 0.08,
          faultRate: 0.004,
          insert: createInsert(createRandomStream(config.seed, `${cell}/plugs`)),
          report,
        }),
    }),
  );
  const patrol = createPatrol({
    url: config.mqtt,
    site: demoPlant.group,
    patroller: demoPatroller,
    routes: demoRoutes(),
    seed: config.seed,
    scheduler,
    minuteOfDay: minuteOfDayIn(config.zone),
    onProblem,
  });
  const timers = [
    setInterval(() => {
      for (const node of nodes) node.publishMeters();
    }, meterEveryMs),
    setInterval(() => {
      for (const vehicle of vehicles) vehicle.publishState();
    }, stateEveryMs),
  ];

  const stop = async () => {
    for (const timer of timers) clearInterval(timer);
    const parts = [...nodes, ...vehicles, ...cells, stations, patrol, ...(machines ? [machines] : [])];
    await Promise.all(parts.map((part) => part.close()));
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.once("disconnect", stop);
  console.log(
    `${nodes.length} lines, ${vehicles.length} vehicles and ${cells.length} robot cell on ${config.mqtt}, ${config.speed} times as fast as life`,
  );
  process.send?.("ready");
};

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
