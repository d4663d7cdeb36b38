import { expect, test } from "vitest";
import { contextOf, worthOf } from "./context.ts";

const worth = (text: string, term: string) => worthOf(contextOf(text), { kind: "term", term, weight: 1 });

test("what is said of a kind is said of each numbered one, but not what is said of another one", () => {
  expect(worth("Emergency stop of the AGV-1", "agv-1")).toBe(1);
  expect(worth("After an emergency stop the AGV is pushed to a station", "agv-1")).toBe(0.8);
  expect(worth("AGV 急停后", "agv-12")).toBe(0.8);
  expect(worth("AGV-2 stands at the AGV charger", "agv-1")).toBe(0);
  expect(worth("The forklift stops", "agv-1")).toBe(0);
  expect(worth("Torque of the RRU family", "rru-5201")).toBe(0);
});
