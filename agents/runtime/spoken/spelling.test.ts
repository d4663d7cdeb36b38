import { expect, test } from "vitest";
import { spelt } from "./spelling.ts";

test.each([
  ["now availabilty only", "now availability only"],
  ["actualy make it 30", "actually make it 30"],
  ["downtmie of SMT-4", "downtime of SMT-4"],
  ["utilizaton last week", "utilization last week"],
])("%s is %s", (said, meant) => expect(spelt(said)).toBe(meant));

test.each([
  "the failure rate",
  "repair WO-1042",
  "quantity 40",
  "a product and products",
  "setting up SMT-2",
])("%s stays as it is", (said) => expect(spelt(said)).toBe(said));
