import { expect, test } from "vitest";
import { chooseTransports, type Task } from "./choose.ts";

const task = (id: string, pick: string): Task => ({ id, load: `L-${id}`, pick, drop: pick });

/** Metres to each load from where vehicles stand: 0 and 1 are in one hall, 2 in another that no road leads to. */
const metres: Readonly<Record<string, readonly number[]>> = {
  near: [5, 9, Number.POSITIVE_INFINITY],
  far: [20, 30, Number.POSITIVE_INFINITY],
  other: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 7],
};
const choose = (from: readonly number[], tasks: readonly Task[]) =>
  chooseTransports(
    from.map((place) => ({ vehicle: `AGV-${place}`, from: place })),
    tasks,
    (node) => Float32Array.from(metres[node]!),
  ).map(({ vehicle, task: { id } }) => `${vehicle} ${id}`);

test("the oldest are given out, by the shortest ways all together", () => {
  expect(choose([0, 1], [task("1", "far"), task("2", "near"), task("3", "near")]).toSorted()).toEqual([
    "AGV-0 1",
    "AGV-1 2",
  ]);
});

test("transports that no free vehicle can reach do not keep those waiting that one can", () => {
  expect(choose([0], [task("1", "other"), task("2", "other"), task("3", "near")])).toEqual(["AGV-0 3"]);
  // One of the three has no road to two of the oldest, but the third has to one.
  expect(
    choose(
      [0, 1, 2],
      [task("1", "other"), task("2", "other"), task("3", "other"), task("4", "near"), task("5", "far")],
    ).toSorted(),
  ).toEqual(["AGV-0 5", "AGV-1 4", "AGV-2 1"]);
});

test("where nothing can be reached nothing is given", () => {
  expect(choose([2], [task("1", "near")])).toEqual([]);
});
