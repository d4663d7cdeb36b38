import {
  type InspectedDefect,
  type InspectedUnit,
  type InspectionMethod,
  type UnitsInspected,
  unitsInspectedName,
} from "../../services/protocols/cfx/inspection.ts";
import { pictureOf } from "./picture.ts";
import type { Call } from "./process.ts";

/** A board with the calls of one machine. */
export interface InspectedBoard {
  readonly serial: string;
  readonly position: number;
  readonly time: number;
  readonly calls: readonly Call[];
}

export interface MessageOf {
  readonly group: string;
  readonly endpoint: string;
  readonly method: InspectionMethod;
  readonly jobOrderId: string;
  readonly product: string;
  readonly id: string;
  readonly time: number;
  readonly boards: readonly InspectedBoard[];
  /** Who has looked at the calls; without, nobody has yet. */
  readonly verifier?: string | undefined;
}

const defectOf = (
  method: string,
  { serial, calls }: InspectedBoard,
  index: number,
  isVerified: boolean,
): InspectedDefect => {
  const { part, kind, isTrue, reading, confidence } = calls[index]!;
  return {
    UniqueIdentifier: `${serial}/${method}/${index}`,
    DefectCode: kind,
    DefectCategory: kind,
    Description: null,
    ComponentOfInterest: { ReferenceDesignator: part.designator, PartNumber: part.material },
    RegionOfInterest: { StartPointX: part.x, StartPointY: part.y },
    DefectImages: [
      {
        MimeType: "image/png",
        ImageData: pictureOf(kind, isTrue, serial.length + index + Number(serial.at(-1))),
      },
    ],
    ConfidenceLevel: confidence,
    RelatedMeasurements: reading
      ? [
          {
            MeasurementName: reading.name,
            MeasuredValue: {
              Value: reading.value,
              ValueUnits: reading.unit,
              MinimumAcceptableValue: reading.lower ?? null,
              MaximumAcceptableValue: reading.upper ?? null,
            },
          },
        ]
      : [],
    Verification: isVerified ? (isTrue ? "DefectConfirmed" : "DefectRejected") : "NotVerifiedYet",
  };
};

/** UnitsInspected of a machine, or, with a verifier, of the station where its calls are looked at. */
export const messageOf = (of: MessageOf) => {
  const { group, endpoint, method, jobOrderId, product, id, time, boards, verifier } = of;
  const body: UnitsInspected = {
    TransactionId: jobOrderId,
    RecipeName: product,
    Side: "Top",
    InspectionMethod: method,
    ...(verifier ? { Inspector: { OperatorIdentifier: verifier } } : {}),
    InspectedUnits: boards.map((board): InspectedUnit => {
      const Result = board.calls.length > 0 ? "Failed" : "Passed";
      return {
        UnitIdentifier: board.serial,
        UnitPositionNumber: board.position,
        OverallResult: Result,
        Inspections: [
          {
            UniqueIdentifier: `${board.serial}/${method}`,
            InspectionName: "INSPECT_ALL",
            InspectionEndTime: new Date(board.time).toISOString(),
            Result,
            DefectsFound: board.calls.map((_call, index) =>
              defectOf(method, board, index, verifier !== undefined),
            ),
          },
        ],
      };
    }),
  };
  return {
    MessageName: unitsInspectedName,
    Version: "2.0",
    TimeStamp: new Date(time).toISOString(),
    UniqueID: id,
    Source: `${group}.${endpoint}.SIMULATED`,
    MessageBody: body,
  };
};
