import fc from "fast-check";
import { expect, test } from "vitest";
import { readRoadmap } from "./check.ts";
import { demoRoadmap, demoVehicles } from "./demo.ts";

const node = (id: string, x: number) => ({ id, x, y: 0 });
const edge = (from: string, to: string, more: object = {}) => ({ id: `${from}${to}`, from, to, ...more });
const map = (changes: object = {}) => ({
  mapId: "M",
  nodes: [node("A", 0), node("B", 5)],
  edges: [edge("A", "B", { bidirectional: true })],
  stations: [{ id: "S", node: "A" }],
  ...changes,
});
const problemsOf = (value: unknown) => {
  const read = readRoadmap(value);
  return "problems" in read ? read.problems.map(({ path, problem }) => `${path}: ${problem}`) : [];
};

test("the demonstration's roadmap is sound, and each vehicle begins at a node of its own", () => {
  expect(problemsOf(demoRoadmap())).toEqual([]);
  const ids = demoRoadmap().nodes.map(({ id }) => id);
  const homes = demoVehicles.map(({ home }) => home);
  expect(new Set(homes).size).toBe(homes.length);
  expect(ids).toEqual(expect.arrayContaining(homes));
});

test.each<[string, object, string]>([
  ["an unknown node", { edges: [edge("A", "C")] }, "edges.AC.to: there is no node C"],
  ["a station nowhere", { stations: [{ id: "S", node: "X" }] }, "stations.S.node: there is no node X"],
  [
    "a negative length",
    { edges: [edge("A", "B", { bidirectional: true, metres: -3 })] },
    "edges.AB.metres: is -3; above 0 is asked for",
  ],
  ["a one-way end", { edges: [edge("A", "B")] }, "nodes.B: no way leads from it to A"],
  [
    "a node on its own",
    { nodes: [node("A", 0), node("B", 5), node("C", 9)] },
    "nodes.C: no way leads from A to it",
  ],
  ["an id twice", { nodes: [node("A", 0), node("A", 5)], edges: [] }, "nodes: A is there twice"],
  ["one place twice", { nodes: [node("A", 0), node("B", 0)] }, "nodes.B: stands where A stands"],
  [
    "one edge twice",
    { edges: [edge("A", "B", { bidirectional: true }), { ...edge("B", "A") }] },
    "edges.BA: leads where AB leads",
  ],
])("%s is told with its place", (_name, changes, sentence) => {
  expect(problemsOf(map(changes))).toContain(sentence);
});

test("whatever is said to be a roadmap gets an answer", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(Object.keys(readRoadmap(value))).toHaveLength(1);
    }),
  );
});
