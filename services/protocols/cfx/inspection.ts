import { z } from "zod";

/** Name of the message of SPI, AOI and AXI machines and of the stations where people verify what these found. */
export const unitsInspectedName = "CFX.Production.TestAndInspection.UnitsInspected";

/** CFX's methods; X-ray, which CFX has no word for, is called AXI. */
const inspectionMethods = ["SPI", "AOI", "AXI", "Human"] as const;
export type InspectionMethod = (typeof inspectionMethods)[number];

/** What a person said of a defect. `DefectAccepted`: no fault of the board, but the process is to be mended. */
const verificationResults = [
  "NotVerifiedYet",
  "DefectConfirmed",
  "DefectRejected",
  "DefectAccepted",
] as const;
export type VerificationResult = (typeof verificationResults)[number];

const id = z.string().min(1).max(100);
const text = z.string().max(300);
const finite = z.number().finite();
const result = z.enum(["Passed", "Failed", "Error", "Aborted"]);

/**
 * Of CFX's kinds of measurements: a numeric value with its limits, a paste deposit (volume against the expected one), an offset of a
 * part (mm). What else is there is passed over.
 */
const measurement = z.object({
  MeasurementName: text.nullish(),
  MeasuredValue: z
    .object({
      Value: finite,
      ValueUnits: z.string().max(40).nullish(),
      ExpectedValue: finite.nullish(),
      MinimumAcceptableValue: finite.nullish(),
      MaximumAcceptableValue: finite.nullish(),
    })
    .nullish(),
  Vol: finite.nullish(),
  EVol: finite.nullish(),
  DX: finite.nullish(),
  DY: finite.nullish(),
});
export type DefectMeasurement = z.infer<typeof measurement>;

/** Base64 of at most 128 kB: a message of a broker is no place for larger ones, which are uploaded and referred to. */
const image = z.object({
  MimeType: z.enum(["image/png", "image/jpeg", "image/jpg", "image/webp"]),
  ImageData: z.base64().max(175_000).nullish(),
  ImageURL: z.string().max(500).nullish(),
});

const defect = z.object({
  UniqueIdentifier: id,
  DefectCode: text.nullish(),
  DefectCategory: text.nullish(),
  Description: text.nullish(),
  ComponentOfInterest: z
    .object({ ReferenceDesignator: z.string().max(60).nullish(), PartNumber: z.string().max(100).nullish() })
    .nullish(),
  /** mm from the lower left corner of the unit. */
  RegionOfInterest: z.object({ StartPointX: finite, StartPointY: finite }).nullish(),
  DefectImages: z.array(image).max(4).nullish(),
  ConfidenceLevel: finite.nullish(),
  RelatedMeasurements: z.array(measurement).max(50).nullish(),
  Verification: z.enum(verificationResults).nullish(),
});
export type InspectedDefect = z.infer<typeof defect>;

const inspection = z.object({
  UniqueIdentifier: id,
  InspectionName: text.nullish(),
  InspectionEndTime: z.iso.datetime({ offset: true }).nullish(),
  Result: result,
  DefectsFound: z.array(defect).max(500).nullish(),
});

const inspectedUnit = z.object({
  UnitIdentifier: id,
  /** Place in the panel, from 1. */
  UnitPositionNumber: z.int().min(1).max(1_000).default(1),
  OverallResult: result,
  Inspections: z.array(inspection).max(500).default([]),
});
export type InspectedUnit = z.infer<typeof inspectedUnit>;

/** What is read of it; fields beyond these may be there. */
export const unitsInspected = z.object({
  /** The job order that the machine works on; empty when there is none. */
  TransactionId: z.string().max(100).nullish(),
  /** Beyond the standard: the product whose program ran. Without it the job order or the unit says the product. */
  RecipeName: z.string().max(100).nullish(),
  /** Beyond the standard: the side of the board. */
  Side: z.enum(["Top", "Bottom"]).default("Top"),
  InspectionMethod: z.enum(inspectionMethods),
  /** A verifying person, where one was at work. */
  Inspector: z.object({ OperatorIdentifier: id }).nullish(),
  InspectedUnits: z.array(inspectedUnit).min(1).max(500),
});
export type UnitsInspected = z.infer<typeof unitsInspected>;
