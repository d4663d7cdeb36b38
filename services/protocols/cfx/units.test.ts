import { expect, test } from "vitest";
import { unitsTested } from "./units.ts";

const tested = (measurements: unknown) => ({
  RecipeName: "RRU-5201",
  TestedUnits: [
    {
      UnitIdentifier: "SN-1",
      OverallResult: "Passed",
      Tests: [{ UniqueIdentifier: "T-1", TestName: "TX", Result: "Passed", Measurements: measurements }],
    },
  ],
});
const numeric = {
  $type: "CFX.Structures.NumericMeasurement, CFX",
  MeasurementName: "TX power",
  Result: "Passed",
  MeasuredValue: { Value: 46.1, ValueUnits: "dBm" },
};
const measured = (measurements: unknown) =>
  unitsTested
    .parse(tested(measurements))
    .TestedUnits[0]!.Tests[0]!.Measurements.map(({ MeasurementName }) => MeasurementName);

test("of a test's measurements the figures are read, whatever others stand beside them", () => {
  const others = [
    { $type: "CFX.Structures.BooleanMeasurement, CFX", MeasurementName: "lock", MeasuredValue: true },
    { $type: "CFX.Structures.StringMeasurement, CFX", MeasurementName: "firmware", MeasuredValue: "2.4" },
  ];
  expect(measured([others[0], numeric, others[1]])).toEqual(["TX power"]);
  expect(measured(null)).toEqual([]);
  expect(measured(undefined)).toEqual([]);
});

test("a figure that is none is a mistake, with its type and without", () => {
  const wrong = { ...numeric, MeasuredValue: { Value: "46.1" } };
  const { $type: _, ...bare } = wrong;
  for (const one of [wrong, bare]) expect(unitsTested.safeParse(tested([one])).success).toBe(false);
});
