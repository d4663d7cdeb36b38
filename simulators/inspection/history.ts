import type { InspectionMethod } from "../../services/protocols/cfx/inspection.ts";
import type { InspectionPrograms, PastJobs } from "../../services/protocols/inspection/program.ts";
import { serialOf } from "../faults/serial.ts";
import { createBoards } from "./board.ts";
import { xrayEvery, xrayMachine } from "./machines.ts";
import { type InspectedBoard, messageOf } from "./message.ts";
import { createProcess, xray } from "./process.ts";

/** A job whose line threw away more than this had a bad lot in hand. */
const badShare = 0.03;
/** Boards of a message. */
const mostBoards = 200;

export interface PastMessage {
  readonly endpoint: string;
  readonly message: object;
}

/** What the inspection machines said of the jobs of the past, in the order of their time. Calls up to a moment are verified. */
export function* pastMessages({
  seed,
  group,
  programs,
  jobs,
  verifiedUntil,
}: {
  readonly seed: number;
  readonly group: string;
  readonly programs: InspectionPrograms;
  readonly jobs: PastJobs;
  readonly verifiedUntil: number;
}): Generator<PastMessage> {
  const boardAt = createBoards(programs);
  const inspect = createProcess(seed);
  for (const { jobOrderId, workOrderId, product, line, start, end, good, scrap } of jobs) {
    const board = boardAt(line, product);
    const count = good + scrap;
    if (!board || count === 0) continue;
    const [from, to] = [Date.parse(start), Date.parse(end)];
    const badMaterial = scrap / count > badShare ? board.parts[0].material : undefined;
    const seen = Array.from({ length: count }, (_, at) => {
      const index = at + 1;
      const serial = serialOf(workOrderId, index);
      const position = (at % board.panel) + 1;
      const time = Math.round(from + ((to - from) * index) / count);
      // Thrown away here and there, as evenly as may be.
      const isScrap = Math.floor((index * scrap) / count) > Math.floor((at * scrap) / count);
      return {
        index,
        serial,
        position,
        time,
        ...inspect({ serial, line, board, position, time, isScrap, badMaterial }),
      };
    });
    const of = (endpoint: string, method: InspectionMethod, boards: readonly InspectedBoard[]) =>
      Array.from({ length: Math.ceil(boards.length / mostBoards) }, (_, part): PastMessage => {
        const own = boards.slice(part * mostBoards, (part + 1) * mostBoards);
        const time = own.at(-1)!.time;
        const verifier = time < verifiedUntil ? `OP-${endpoint}` : undefined;
        const id = `${own[0]!.serial}/${method}`;
        return {
          endpoint,
          message: messageOf({
            group,
            endpoint,
            method,
            jobOrderId,
            product,
            id,
            time,
            boards: own,
            verifier,
          }),
        };
      });
    const calls = (method: "spi" | "aoi") => seen.map((one) => ({ ...one, calls: one[method] }));
    yield* of(`${line}-SPI`, "SPI", calls("spi"));
    yield* of(`${line}-AOI`, "AOI", calls("aoi"));
    yield* of(
      xrayMachine,
      "AXI",
      seen
        .filter(({ index }) => index % xrayEvery === 0)
        .map((one) => ({ ...one, calls: xray(seed, one.serial, board) })),
    );
  }
}
