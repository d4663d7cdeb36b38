import { formatCfxTopic } from "../../services/protocols/cfx/envelope.ts";
import type { InspectionMethod } from "../../services/protocols/cfx/inspection.ts";
import type { InspectionPrograms } from "../../services/protocols/inspection/program.ts";
import type { JobCommand, JobResponse } from "../../services/protocols/job-control/job.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { connectMachine } from "../broker.ts";
import { createRandomStream } from "../engine/random.ts";
import type { Scheduler } from "../engine/scheduler.ts";
import { serialOf } from "../faults/serial.ts";
import type { LineState } from "../line/line.ts";
import { createBoards } from "./board.ts";
import { type InspectedBoard, messageOf } from "./message.ts";
import { createProcess, xray } from "./process.ts";

export interface InspectionMachinesOptions {
  readonly url: string;
  readonly group: string;
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly programs: InspectionPrograms;
  readonly onProblem: (problem: string) => void;
}

/** SPI and AOI of the SMT lines and the X-ray machine beside them: they see each board that a line reports. */
export interface InspectionMachines {
  told(command: JobCommand): void;
  reported(line: string, report: JobResponse): void;
  /** A line that stands for repair is mended when it runs again. */
  state(line: string, state: LineState): void;
  close(): Promise<void>;
}

/** Every so many boards goes through X-ray. */
export const xrayEvery = 10;
export const xrayMachine = "AXI-1";
/** Until somebody at the line has looked at a call, plant time; one call in so many is left to others. */
const verifyAfterMs = 40 * 60_000;
const leftToOthers = 4;

export const createInspectionMachines = (options: InspectionMachinesOptions): InspectionMachines => {
  const { url, group, seed, scheduler, programs, onProblem } = options;
  const client = connectMachine({
    url,
    clientId: `inspection-${group}`,
    name: "inspection machines",
    isKept: true,
    onProblem,
  });
  const boardAt = createBoards(programs);
  const inspect = createProcess(seed);
  const jobs = new Map<string, { readonly command: JobCommand; made: number; scrap: number }>();
  const states = new Map<string, number>();
  const mended = new Map<string, number>();

  const publish = (
    endpoint: string,
    method: InspectionMethod,
    { jobOrderId, materialId: product }: JobCommand,
    boards: readonly InspectedBoard[],
  ) => {
    const [first] = boards;
    if (!first) return;
    const of = { group, endpoint, method, jobOrderId, product, boards };
    const id = `${first.serial}/${method}`;
    const send = (message: object) =>
      client.publish(formatCfxTopic(group, endpoint), JSON.stringify(message), { qos: 1 });
    send(messageOf({ ...of, id, time: scheduler.now() }));
    const verified = boards.filter(
      ({ calls, serial }) =>
        calls.length > 0 && !createRandomStream(seed, `${serial}/is left to others`).chance(1 / leftToOthers),
    );
    if (verified.length > 0)
      scheduler.at(scheduler.now() + verifyAfterMs, () =>
        send(
          messageOf({
            ...of,
            boards: verified,
            id: `${id}/verified`,
            time: scheduler.now(),
            verifier: `OP-${endpoint}`,
          }),
        ),
      );
  };

  return {
    told: (command) => {
      if (command.command === "StoreAndStart" && !jobs.has(command.jobOrderId))
        jobs.set(command.jobOrderId, {
          command,
          made: command.made.good + command.made.scrap,
          scrap: command.made.scrap,
        });
    },
    reported: (line, { jobOrderId, good, scrap }) => {
      const job = jobs.get(jobOrderId);
      const board = job && boardAt(line, job.command.materialId);
      if (!board || good + scrap <= job.made) return;
      const [now, total] = [scheduler.now(), good + scrap];
      const seen = Array.from({ length: total - job.made }, (_, at) => {
        const index = job.made + at + 1;
        const serial = serialOf(job.command.workOrderId, index);
        const position = ((index - 1) % board.panel) + 1;
        const isScrap = index > total - (scrap - job.scrap);
        const found = inspect({
          serial,
          line,
          board,
          position,
          time: now,
          isScrap,
          mended: mended.get(line),
        });
        return { index, serial, position, time: now, found };
      });
      Object.assign(job, { made: total, scrap });
      publish(
        `${line}-SPI`,
        "SPI",
        job.command,
        seen.map(({ found, ...one }) => ({ ...one, calls: found.spi })),
      );
      publish(
        `${line}-AOI`,
        "AOI",
        job.command,
        seen.map(({ found, ...one }) => ({ ...one, calls: found.aoi })),
      );
      publish(
        xrayMachine,
        "AXI",
        job.command,
        seen
          .filter(({ index }) => index % xrayEvery === 0)
          .map(({ found: _found, ...one }) => ({ ...one, calls: xray(seed, one.serial, board) })),
      );
    },
    state: (line, { code }) => {
      if (states.get(line) === stationState.down && code !== stationState.down)
        mended.set(line, scheduler.now());
      states.set(line, code);
    },
    close: () => client.endAsync(),
  };
};
