import { expect, test } from "vitest";
import type { Characteristic } from "./study.ts";
import { capabilityTold } from "./tell.ts";

const one = {
  product: "RRU-5201",
  step: "TX_PWR",
  name: { zh: "发射功率", en: "Transmit power" },
  unit: "dBm",
  station: null,
  stations: ["FT-1"],
  lower: 41.8,
  upper: 44.2,
  limitsChanged: false,
  outside: 0,
  least: 43,
  greatest: 43,
  drift: undefined,
  isDriftKnown: false,
} satisfies Omit<Characteristic, "capability">;
const told = (values: number) =>
  capabilityTold({
    ...one,
    capability: { none: "too-few", values, mean: 43, isFew: true } as Characteristic["capability"],
  }).en;

test("one value is told as one", () => {
  expect(told(1)).toContain("; 1 value, mean 43 dBm");
  expect(told(2)).toContain("; 2 values, mean 43 dBm");
});
