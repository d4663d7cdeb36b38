import { expect, test } from "vitest";
import { envelope } from "../../services/protocols/cfx/envelope.ts";
import { unitsInspected } from "../../services/protocols/cfx/inspection.ts";
import type { InspectionPrograms } from "../../services/protocols/inspection/program.ts";
import { createBoards } from "./board.ts";
import { driftAt, stretchMs } from "./drift.ts";
import { pastMessages } from "./history.ts";
import { createProcess } from "./process.ts";

const programs: InspectionPrograms = {
  boards: [
    {
      product: "RRU-1",
      panel: 2,
      parts: Array.from({ length: 60 }, (_, index) => ({
        designator: `C${index + 1}`,
        material: `MAT-${Math.floor(index / 6)}`,
        category: index % 20 === 0 ? "fpga" : "capacitor",
        x: 10 + (index % 10) * 20,
        y: 10 + Math.floor(index / 10) * 20,
      })),
    },
  ],
  setups: Array.from({ length: 10 }, (_, index) => ({
    line: "SMT-1",
    product: "RRU-1",
    material: `MAT-${index}`,
    feeder: `F-${index}`,
    nozzle: `N-${index % 3}`,
  })),
};
const start = Date.parse("2026-11-01T00:00:00Z");
const jobs = [
  {
    jobOrderId: "JO-1-10",
    workOrderId: "WO-1",
    product: "RRU-1",
    line: "SMT-1",
    start: new Date(start).toISOString(),
    end: new Date(start + stretchMs).toISOString(),
    good: 397,
    scrap: 3,
  },
];
const messages = (verifiedUntil: number) => [
  ...pastMessages({ seed: 3, group: "SITE", programs, jobs, verifiedUntil }),
];

test("what the machines say is CFX, each board once a machine, in panels of two; the same seed says the same", () => {
  const said = messages(0);
  const boards = new Map<string, number>();
  for (const { endpoint, message } of said) {
    const { MessageBody, Source } = envelope.parse(JSON.parse(JSON.stringify(message)));
    expect(Source.endsWith(".SIMULATED")).toBe(true);
    for (const unit of unitsInspected.parse(MessageBody).InspectedUnits) {
      const key = `${endpoint}/${unit.UnitIdentifier}`;
      boards.set(key, (boards.get(key) ?? 0) + 1);
      expect([1, 2]).toContain(unit.UnitPositionNumber);
    }
  }
  expect([...boards.values()].every((count) => count === 1)).toBe(true);
  expect([...boards.keys()].filter((key) => key.startsWith("SMT-1-AOI/")).length).toBe(400);
  expect(messages(0)).toEqual(said);
});

test("calls are verified as they are: true ones confirmed, false ones rejected; the last stretch waits for people", () => {
  const verdicts = (until: number) =>
    messages(until).flatMap(({ message }) =>
      unitsInspected
        .parse((message as { MessageBody: unknown }).MessageBody)
        .InspectedUnits.flatMap(({ Inspections }) =>
          Inspections.flatMap(({ DefectsFound }) => DefectsFound ?? []),
        ),
    );
  expect(new Set(verdicts(0).map(({ Verification }) => Verification))).toEqual(new Set(["NotVerifiedYet"]));
  const seen = new Set(verdicts(start + 2 * stretchMs).map(({ Verification }) => Verification));
  expect(seen).toEqual(new Set(["DefectConfirmed", "DefectRejected"]));
});

test("a board that the line threw away has a real defect", () => {
  const board = createBoards(programs)("SMT-1", "RRU-1")!;
  const inspect = createProcess(3);
  for (let index = 0; index < 50; index += 1) {
    const { aoi } = inspect({
      serial: `SN-${index}`,
      line: "SMT-1",
      board,
      position: 1,
      time: start,
      isScrap: true,
    });
    expect(aoi.some(({ isTrue }) => isTrue)).toBe(true);
  }
});

test("what drifts grows over its stretch, hits what has its cause in common, and ends with the line's repair", () => {
  const board = createBoards(programs)("SMT-1", "RRU-1")!;
  const drifting = Array.from({ length: 200 }, (_, index) => index * stretchMs).find(
    (from) => driftAt(3, "SMT-1", board, from + stretchMs * 0.9)?.cause === "feeder",
  )!;
  const at = (share: number, mended?: number) =>
    driftAt(3, "SMT-1", board, drifting + stretchMs * share, mended);
  expect(at(0.1)).toBeUndefined();
  expect(at(0.9)!.share).toBeGreaterThan(at(0.4)!.share);
  const feeders = new Set(board.parts.filter((part) => at(0.9)!.hits(part, 1)).map(({ feeder }) => feeder));
  expect(feeders.size).toBe(1);
  expect(at(0.9, drifting + stretchMs * 0.8)).toBeUndefined();
});
