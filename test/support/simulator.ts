import { connectVehicle } from "../../simulators/agv/connection.ts";
import { createVehicle, type VehicleReport } from "../../simulators/agv/vehicle.ts";
import { createRandomStream } from "../../simulators/engine/random.ts";
import { createPacedScheduler } from "../../simulators/engine/scheduler.ts";
import { createEdgeNode } from "../../simulators/line/edge-node.ts";
import { createLine } from "../../simulators/line/line.ts";
import { demoPlant } from "../../simulators/plant.ts";

export interface SimulatorOptions {
  readonly url: string;
  readonly lines: readonly string[];
  readonly start: Date;
  readonly speed: number;
  /** Of the demonstration plant's, so many; one without. */
  readonly vehicles?: number;
  /** What a vehicle is and does, before anybody is told. */
  readonly onVehicle?: (vehicle: string, report: VehicleReport) => void;
}

/** Some lines and vehicles of the simulated plant, in this process; lines never break down. */
export const startSimulator = ({
  url,
  lines,
  start,
  speed,
  vehicles: vehicleCount = 1,
  onVehicle = () => {},
}: SimulatorOptions) => {
  const scheduler = createPacedScheduler({ plantAnchor: start.getTime(), wallAnchor: Date.now(), speed });
  const problems: string[] = [];
  const onProblem = (problem: string) => problems.push(problem);
  const nodes = demoPlant.lines
    .filter((line) => lines.includes(line.id))
    .map(({ initiallyDownH: _down, ...model }) =>
      createEdgeNode({
        url,
        group: demoPlant.group,
        node: model.id,
        now: scheduler.now,
        onProblem,
        createLine: (output) =>
          createLine({
            model: { ...model, meanTimeBetweenFailuresH: 1e9 },
            scheduler,
            output,
            random: (source) => createRandomStream(1, `${model.id}/${source}`),
            reportEveryMs: 200 * speed,
          }),
      }),
    );
  const vehicles = demoPlant.vehicles.slice(0, vehicleCount).map((vehicle) =>
    connectVehicle({
      ...vehicle,
      url,
      now: scheduler.now,
      onProblem,
      createVehicle: (onChange) =>
        createVehicle({
          scheduler,
          roadmap: demoPlant.roadmap,
          home: vehicle.home,
          onChange: (report) => {
            onVehicle(vehicle.serialNumber, report);
            onChange(report);
          },
        }),
    }),
  );
  return {
    problems,
    close: () => Promise.all([...nodes, ...vehicles].map((part) => part.close())),
  };
};
