import { connectVehicle } from "../../simulators/agv/connection.ts";
import { createVehicle } from "../../simulators/agv/vehicle.ts";
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
}

/** Some lines and the vehicle of the simulated plant, in this process; lines never break down. */
export const startSimulator = ({ url, lines, start, speed }: SimulatorOptions) => {
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
  const vehicle = connectVehicle({
    ...demoPlant.vehicles[0]!,
    url,
    now: scheduler.now,
    onProblem,
    createVehicle: (onChange) =>
      createVehicle({ scheduler, stations: demoPlant.stations, home: "WH-1", onChange }),
  });
  return { problems, close: () => Promise.all([...nodes.map((node) => node.close()), vehicle.close()]) };
};
