import { expect, test } from "vitest";
import { createStream } from "../../../replay/some-events.ts";
import { stationAt } from "../floor/geometry.ts";
import { placeAt, tracksOf } from "./track.ts";

const lines = [
  { id: "SMT-1", area: "SMT" },
  { id: "ASM-1", area: "ASSY" },
  { id: "SMT-2", area: "SMT" },
];
const station = (name: string | undefined) => stationAt(lines, name);
const minute = 60_000;

test("stations are where their lines are drawn, the warehouse where it is", () => {
  expect(station("SMT-2-IN")).toEqual({ x: 20, y: 18 });
  expect(station("ASM-1-IN")).toEqual({ x: 50, y: 8 });
  expect(station("WH-1")).toEqual({ x: 0, y: 25 });
  expect(station(undefined)).toEqual({ x: 0, y: 25 });
});

test("a driving vehicle is on its way along the lane, a standing one where it was reported", () => {
  const { event, state } = createStream();
  const vehicle = (at: number, driving: boolean, where: object) =>
    event("vehicle.state", at, { vehicle: "AGV-01" }, { driving, ...where });
  const track = tracksOf(
    [
      vehicle(0, true, { x: 0, y: 25 }),
      state("SMT-1", 5, 1100),
      // A record from before positions were kept.
      vehicle(37, false, { lastNodeId: "SMT-1-IN" }),
      vehicle(60, true, { x: 20, y: 8 }),
    ],
    station,
  ).get("AGV-01")!;
  expect(placeAt(track, -1)).toBeUndefined();
  expect(placeAt(track, 0)).toEqual({ x: 0, y: 25 });
  expect(placeAt(track, 10 * minute)).toEqual({ x: 10, y: 25 });
  expect(placeAt(track, 20 * minute)).toEqual({ x: 20, y: 25 });
  expect(placeAt(track, 30 * minute)).toEqual({ x: 20, y: 15 });
  expect(placeAt(track, 50 * minute)).toEqual({ x: 20, y: 8 });
  expect(placeAt(track, 99 * minute)).toEqual({ x: 20, y: 8 });
});
