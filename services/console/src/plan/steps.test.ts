import { expect, test } from "vitest";
import { stepFrom } from "./steps.ts";

const lines = ["SMT-1", "SMT-2", "ASM-1"];
const place = (id: string, equipmentId: string, hour: number) => ({
  id,
  equipmentId,
  start: new Date(hour * 3_600_000).toISOString(),
  end: new Date((hour + 1) * 3_600_000).toISOString(),
});
const [late, first, second, below] = [
  place("c", "SMT-1", 9),
  place("a", "SMT-1", 1),
  place("b", "SMT-1", 4),
  place("d", "ASM-1", 5),
] as const;
const other = place("e", "ASM-1", 1);
const operations = [late, first, second, below, other];
const step = (from: (typeof operations)[number], key: string) => stepFrom(operations, lines, from, key)?.id;

test("left and right go along a line in the order of time, and stop at its ends", () => {
  expect(step(first, "ArrowRight")).toBe("b");
  expect(step(second, "ArrowRight")).toBe("c");
  expect(step(late, "ArrowRight")).toBeUndefined();
  expect(step(first, "ArrowLeft")).toBeUndefined();
});

test("up and down go to the operation nearest in time, over lines that have none", () => {
  expect(step(second, "ArrowDown")).toBe("d");
  expect(step(first, "ArrowDown")).toBe("e");
  expect(step(below, "ArrowUp")).toBe("b");
  expect(step(first, "ArrowUp")).toBeUndefined();
  expect(step(first, "Home")).toBeUndefined();
});
