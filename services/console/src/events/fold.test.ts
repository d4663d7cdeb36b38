import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlantEvent } from "../lib/socket.ts";
import { folded } from "./fold.ts";

let count = 0;
const event = (type: string, id: string, kind: string, attributes: object = {}): PlantEvent => ({
  seq: String(++count),
  id: `event-${count}`,
  type,
  time: "2026-11-02T00:00:00Z",
  source: "test",
  objects: [{ id, type: kind, qualifier: "about" }],
  attributes: { ...attributes },
});
const vehicle = (id: string, battery = 90) => event("vehicle.state", id, "vehicle", { battery });
const job = (type: string, id: string, attributes: object = {}) =>
  event(`job.${type}`, id, "job_order", attributes);
const progress = (id: string, good: number, more: object = {}) =>
  job("progress", id, { state: "Running", good, ...more });

/** Rows of events that are given oldest first. */
const rowsOf = (events: readonly PlantEvent[]) =>
  folded(events.toReversed(), ({ attributes }) => JSON.stringify(attributes));
const goodOf = ({ attributes }: PlantEvent) => attributes["good"];

test("what is repeated without anything between becomes one row", () => {
  const line = (id: string, code = 2202) => event("equipment.state", id, "equipment", { code });
  const events = [line("SMT-1"), job("released", "JO-1"), line("SMT-1"), line("SMT-1")];
  const rows = rowsOf(events);
  expect(rows.map(({ times }) => times)).toEqual([2, 1, 1]);
  expect(rows[0]).toMatchObject({ newest: events[3], key: events[2]!.id });
  expect(rowsOf([line("SMT-1"), line("SMT-1", 5000), line("SMT-2", 5000)])).toHaveLength(3);
});

test("a vehicle's way is one row with where it is now, until it has another order, an error or no connection", () => {
  const at = (id: string, lastNodeId: string, more: object = {}) =>
    event("vehicle.state", id, "vehicle", { online: true, errors: [], orderId: "T-1", lastNodeId, ...more });
  const first = at("AGV-01", "N-1");
  const rows = rowsOf([
    first,
    at("AGV-02", "N-7"),
    job("released", "JO-1"),
    at("AGV-01", "N-2"),
    at("AGV-01", "N-3"),
    at("AGV-02", "N-8", { errors: ["obstacle"] }),
    at("AGV-02", "N-8"),
    at("AGV-01", "C-1", { orderId: null }),
    at("AGV-01", "C-1", { online: false, orderId: null }),
  ]);
  expect(rows.map(({ newest }) => [newest.objects[0]!.id, newest.attributes["lastNodeId"]])).toEqual([
    ["AGV-01", "C-1"],
    ["AGV-01", "C-1"],
    ["AGV-02", "N-8"],
    ["AGV-02", "N-8"],
    ["AGV-01", "N-3"],
    ["JO-1", undefined],
    ["AGV-02", "N-7"],
  ]);
  expect(rows[4]).toMatchObject({ key: first.id, times: 1 });
});

test("a job's progress is one row with the latest count, whatever other jobs tell between", () => {
  const first = progress("JO-1", 10);
  const rows = rowsOf([
    first,
    progress("JO-2", 5),
    vehicle("AGV-01"),
    progress("JO-1", 20),
    job("completed", "JO-3", { good: 9 }),
    progress("JO-1", 30),
    progress("JO-2", 15),
  ]);
  expect(rows.map(({ newest }) => [newest.objects[0]!.id, goodOf(newest)])).toEqual([
    ["JO-2", 15],
    ["JO-1", 30],
    ["JO-3", 9],
    ["AGV-01", undefined],
  ]);
  expect(rows[1]!.key).toBe(first.id);
});

test("units that pass at a tester are one row that counts them, until one fails there", () => {
  const tested = (unit: string, station: string, result: string, product = "RRU-5201"): PlantEvent => {
    const one = event("unit.tested", unit, "unit", { result, product });
    return { ...one, objects: [...one.objects, { id: station, type: "equipment", qualifier: "station" }] };
  };
  const first = tested("SN-1", "FT-1", "Passed");
  const rows = rowsOf([
    first,
    tested("SN-2", "FT-2", "Passed"),
    job("released", "JO-1"),
    tested("SN-3", "FT-1", "Passed"),
    tested("SN-4", "FT-2", "Failed"),
    tested("SN-5", "FT-2", "Passed"),
    tested("SN-6", "FT-1", "Passed"),
    tested("SN-7", "FT-1", "Passed", "AAU-5611"),
  ]);
  expect(rows.map(({ newest, times }) => [newest.objects[0]!.id, times])).toEqual([
    ["SN-7", 1],
    ["SN-6", 3],
    ["SN-5", 1],
    ["SN-4", 1],
    ["JO-1", 1],
    ["SN-2", 1],
  ]);
  expect(rows[1]!.key).toBe(first.id);
});

test("what else happens to the job parts its progress, and so does another reason", () => {
  expect(
    rowsOf([
      progress("JO-1", 10),
      progress("JO-1", 20),
      job("suspended", "JO-1", { state: "Suspended", good: 20 }),
      progress("JO-1", 20, { state: "Suspended", reason: "no reel" }),
      progress("JO-1", 20, { state: "Suspended", reason: "no people" }),
      job("running", "JO-1", { state: "Running", good: 20 }),
      progress("JO-1", 25),
      progress("JO-1", 30),
    ]).map(({ newest }) => [newest.type, goodOf(newest)]),
  ).toEqual([
    ["job.progress", 30],
    ["job.running", 20],
    ["job.progress", 20],
    ["job.progress", 20],
    ["job.suspended", 20],
    ["job.progress", 20],
  ]);
});

test("between two rows of a job's progress something else has happened to it, and keys are unique", () => {
  const one = fc.record({ id: fc.nat(2), kind: fc.constantFrom("progress", "running", "vehicle") });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), (list) => {
      const events = list.map(({ id, kind }, index) =>
        kind === "vehicle" ? vehicle(`AGV-${id}`) : job(kind, `JO-${id}`, { state: "Running", good: index }),
      );
      const rows = rowsOf(events);
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
      for (const id of ["JO-0", "JO-1", "JO-2"]) {
        const types = rows
          .filter(({ newest }) => newest.objects[0]!.id === id)
          .map(({ newest }) => newest.type);
        expect(types.join(" ")).not.toContain("job.progress job.progress");
        const last = events.findLast(({ objects }) => objects[0]!.id === id);
        if (last) expect(rows.map(({ newest }) => newest)).toContain(last);
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});
