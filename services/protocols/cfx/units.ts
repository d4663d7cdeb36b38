import { z } from "zod";

/** Names and results of CFX.Production.TestAndInspection.UnitsTested and CFX.Production.ReworkAndRepair.UnitsRepaired. */
export const unitsTestedName = "CFX.Production.TestAndInspection.UnitsTested";
export const unitsRepairedName = "CFX.Production.ReworkAndRepair.UnitsRepaired";
/** Messages of repairs come from here. */
export const repairEndpoint = "REPAIR";

const id = z.string().min(1).max(100);
const result = z.enum(["Passed", "Failed", "Error", "Aborted"]);
const finite = z.number().finite();

const measurement = z.object({
  MeasurementName: id,
  Result: result,
  MeasuredValue: z.object({
    Value: finite,
    ValueUnits: z.string().max(40).nullish(),
    ExpectedValue: finite.nullish(),
    MinimumAcceptableValue: finite.nullish(),
    MaximumAcceptableValue: finite.nullish(),
  }),
});

/** Measurements of a test are of several types in one list; what is no figure, as a BooleanMeasurement, says no more than its test does. */
const isFigure = (one: unknown): boolean => {
  const type = (one as { readonly $type?: unknown } | null)?.$type;
  return typeof type !== "string" || type.startsWith("CFX.Structures.NumericMeasurement");
};
const figures = z.preprocess(
  (given) => (Array.isArray(given) ? given.filter(isFigure) : (given ?? [])),
  z.array(measurement).max(500),
);

/** What is read of it; fields beyond these may be there. */
export const unitsTested = z.object({
  /** The job order that the station works on; empty when there is none. */
  TransactionId: z.string().max(100).nullish(),
  /** The product whose test program ran. */
  RecipeName: id,
  TestedUnits: z
    .array(
      z.object({
        UnitIdentifier: id,
        UnitPositionNumber: z.int().default(1),
        OverallResult: result,
        Tests: z
          .array(
            z.object({
              UniqueIdentifier: id,
              TestName: id,
              Result: result,
              /** When it was done; a station may report several units in one message. */
              TestEndTime: z.iso.datetime({ offset: true }).nullish().catch(undefined),
              Measurements: figures,
            }),
          )
          .max(500)
          .default([]),
      }),
    )
    .min(1)
    .max(100),
});
export type UnitsTested = z.infer<typeof unitsTested>;

const repairResult = z.enum(["RepairSuccessful", "UnableToRepair", "Scrap", "Error", "Aborted"]);

export const unitsRepaired = z.object({
  TransactionId: z.string(),
  RepairOperator: z.object({ OperatorIdentifier: z.string(), ActorType: z.literal("Human") }),
  RepairedUnits: z
    .array(
      z.object({
        UnitIdentifier: id,
        UnitPositionNumber: z.int().default(1),
        OverallResult: repairResult,
        /** Beyond the standard: the test program that the unit goes to, its product. */
        RecipeName: z.string().max(100).optional(),
        Repairs: z.array(
          z.object({
            UniqueIdentifier: id,
            /** The action of the plant's catalogue. */
            RepairName: z.string(),
            RepairEndTime: z.iso.datetime(),
            Comments: z.string().nullish(),
            /** The failed tests that it answers. */
            RelatedSymptomIdentifiers: z.array(z.string()),
            Result: repairResult,
          }),
        ),
      }),
    )
    .min(1),
});
export type UnitsRepaired = z.infer<typeof unitsRepaired>;
