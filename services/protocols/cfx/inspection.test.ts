import fc from "fast-check";
import { expect, test } from "vitest";
import { defectKindName, defectKindOf, defectKinds } from "./defect-kinds.ts";
import { unitsInspected } from "./inspection.ts";

test("a kind is told by CFX's categories however they are written, by common names, else it is another one", () => {
  expect(defectKindOf("ComponentMissing", null)).toBe("ComponentMissing");
  expect(defectKindOf("component missing", null)).toBe("ComponentMissing");
  expect(defectKindOf("Solder Problems", "Bridging")).toBe("Short");
  expect(defectKindOf(null, "TMBSTN211")).toBe("Miscellaneous");
  fc.assert(
    fc.property(fc.option(fc.string()), fc.option(fc.string()), (category, code) => {
      expect(defectKinds).toContain(defectKindOf(category, code));
    }),
  );
  for (const kind of defectKinds) expect(defectKindName(kind).zh).not.toBe("");
});

test("the example of the standard is read, and what it does not name is passed over", () => {
  const parsed = unitsInspected.parse({
    TransactionId: "14d48338-09b7-4d20-acb9-bf951270793a",
    InspectionMethod: "AOI",
    SamplingInformation: { SamplingMethod: "NoSampling", LotSize: null, SampleSize: null },
    Inspector: { OperatorIdentifier: "BADGE489499", ActorType: "Human" },
    InspectedUnits: [
      {
        UnitIdentifier: "PANEL34543535",
        UnitPositionNumber: 2,
        OverallResult: "Failed",
        Inspections: [
          {
            UniqueIdentifier: "f7ed3609",
            InspectionName: "INSPECT_R22",
            InspectionStartTime: null,
            InspectionEndTime: null,
            Result: "Failed",
            DefectsFound: [
              {
                UniqueIdentifier: "53c7d9e7",
                DefectCode: "ISFSLD112",
                DefectCategory: "Solder Problems",
                ComponentOfInterest: {
                  ReferenceDesignator: "R22.1",
                  UnitPosition: null,
                  PartNumber: "11123-8897",
                },
                RegionOfInterest: { StartPointX: 0, StartPointY: 0, RegionSegments: [] },
                DefectImages: [{ MimeType: "image/jpg", ImageData: "rFRWd9iZ" }],
                Priority: 1,
                ConfidenceLevel: 100,
                RelatedMeasurements: [],
                RelatedSymptoms: [],
              },
            ],
            Symptoms: null,
            Measurements: [],
          },
        ],
      },
    ],
  });
  expect(parsed.Side).toBe("Top");
  expect(parsed.InspectedUnits[0]!.Inspections[0]!.DefectsFound![0]!.ComponentOfInterest!.PartNumber).toBe(
    "11123-8897",
  );
});

test("no input makes it throw anything but a reason", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { success, error } = unitsInspected.safeParse(value);
      expect(success || (error?.issues.length ?? 0) > 0).toBe(true);
    }),
  );
});
