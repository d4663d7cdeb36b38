import { expect, test } from "vitest";
import { type Plan, parseProblem } from "../../../optimizer/index.ts";
import { carriedTo, opened } from "./opened.ts";

const hour = 3_600;
type Window = [number, number];
const hours = (from: number, to: number): Window => [from * hour, to * hour];

const problem = parseProblem({
  resources: [
    { id: "M", calendar: [hours(0, 8), hours(24, 32), hours(48, 56)] },
    { id: "N", calendar: [hours(0, 8)] },
    { id: "ALWAYS" },
  ],
  secondaryResources: [
    {
      id: "SKILL",
      capacity: 4,
      away: [
        { from: 0, to: 8 * hour, units: 1 },
        { from: 8 * hour, to: 24 * hour, units: 4 },
        { from: 24 * hour, to: 32 * hour, units: 2 },
        { from: 32 * hour, to: 100 * hour, units: 4 },
      ],
    },
    { id: "TOOL", capacity: 1, calendar: [hours(0, 8)], away: [{ from: 0, to: hour, units: 1 }] },
  ],
  orders: [
    {
      id: "A",
      release: 0,
      due: 100 * hour,
      operations: [
        {
          id: "1",
          alternatives: [{ resource: "M", duration: 10 * hour }],
          fixed: { resource: "M", start: 0, end: 26 * hour },
        },
      ],
    },
  ],
});
const more = opened(problem, new Map([["M", [hours(8, 12)]]]), new Set(["SKILL"]));
const place = (start: number, end: number) => ({
  orderId: "A",
  operationId: "1",
  resource: "M",
  start: start * hour,
  end: end * hour,
  setup: 0,
  materialTime: 0,
});
const planOf = (start: number, end: number) =>
  ({ operations: [place(start, end)], pegs: new Map(), bound: 7, boundWithPegs: 7 }) as unknown as Plan;

test("time is opened at the resource that is meant, and joins what is open", () => {
  expect(more.resources.map(({ calendar }) => calendar)).toEqual([
    [hours(0, 12), hours(24, 32), hours(48, 56)],
    [hours(0, 8)],
    [],
  ]);
});

test("people come in, as few as in any shift; tools are there; what is away stays away", () => {
  expect(more.secondaryResources).toEqual([
    {
      id: "SKILL",
      capacity: 4,
      away: [
        { from: 0, to: 8 * hour, units: 1 },
        { from: 8 * hour, to: 12 * hour, units: 2 },
        { from: 12 * hour, to: 24 * hour, units: 4 },
        { from: 24 * hour, to: 32 * hour, units: 2 },
        { from: 32 * hour, to: 100 * hour, units: 4 },
      ],
    },
    {
      id: "TOOL",
      capacity: 1,
      calendar: [hours(0, 12)],
      away: [{ from: 0, to: hour, units: 1 }],
    },
  ]);
});

test("what runs over a time that was closed ends sooner, and later where it is closed again", () => {
  expect(more.orders[0]!.operations[0]!.fixed).toEqual({ resource: "M", start: 0, end: 10 * hour });
  const forth = carriedTo(problem, more, planOf(4, 28));
  expect(forth.operations).toEqual([place(4, 12)]);
  expect(forth.bound).toBe(0);
  expect(carriedTo(more, problem, planOf(4, 12)).operations).toEqual([place(4, 28)]);
  expect(carriedTo(more, problem, planOf(9, 12)).operations).toEqual([place(24, 27)]);
});
