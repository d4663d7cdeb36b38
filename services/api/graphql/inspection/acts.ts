import { plantNow } from "../../../mes/clock.ts";
import { closeCluster } from "../../../mes/commands/inspection/clusters.ts";
import { reportInspection } from "../../../mes/commands/inspection/report.ts";
import { verifyDefect } from "../../../mes/commands/inspection/verify.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { soundNote } from "../note.ts";
import { MethodType } from "./types.ts";

const VerdictType = builder.enumType("DefectVerdict", {
  description: "What a person says of a call (CFX VerificationResult).",
  values: {
    DefectConfirmed: { description: "It is a defect." },
    DefectRejected: { description: "It is a false call." },
    DefectAccepted: { description: "The board is good as it is, and the process is to be mended." },
  } as const,
});
const ClusterCauseType = builder.enumType("ClusterCause", {
  description: "What a cluster came of.",
  values: {
    Confirmed: { description: "The cause that was named." },
    Other: { description: "Another one; the note says which." },
    NoCause: { description: "None was found." },
  } as const,
});

const Done = builder.objectRef<{ readonly id: string }>("InspectionDone").implement({
  description: "The call or cluster that was acted on.",
  fields: (t) => ({ id: t.exposeID("id") }),
});
const Reported = builder.objectRef<{ readonly boards: number }>("InspectionReported").implement({
  description: "What was taken of a report.",
  fields: (t) => ({ boards: t.exposeInt("boards", { description: "Inspections that were new." }) }),
});

const DefectInput = builder.inputType("InspectionDefectInput", {
  description: "One call of the machine.",
  fields: (t) => ({
    id: t.string({ required: true, description: "The machine's own id of the call: taken once." }),
    category: t.string({ description: "CFX DefectCategory, such as ComponentMissing, Tombstone, Short." }),
    code: t.string({ description: "The machine's own code of the defect." }),
    description: t.string({ description: "What the machine says of it." }),
    designator: t.string({ description: "Reference designator, with a pin as U2.11." }),
    materialId: t.string(),
    x: t.float({ description: "mm from the lower left corner." }),
    y: t.float({ description: "mm from the lower left corner." }),
    measured: t.string({ description: "What was measured, such as volume or offset." }),
    value: t.float({ description: "What was measured, in valueUnit." }),
    valueUnit: t.string({ description: "Unit of value and limits." }),
    lowerLimit: t.float({ description: "Least value that passes." }),
    upperLimit: t.float({ description: "Greatest value that passes." }),
    confidence: t.float({ description: "The machine's own confidence, 1 to 100." }),
    imageUrl: t.string({
      description: "Of a picture that was uploaded, /inspection/images/ID; or where it is kept.",
    }),
    verdict: t.field({
      type: VerdictType,
      description: "What a person has said of it at the machine already.",
    }),
  }),
});
const BoardInput = builder.inputType("InspectedBoardInput", {
  description: "One inspection of a board.",
  fields: (t) => ({
    unitId: t.string({ required: true, description: "Serial number of the board, or barcode of its panel." }),
    panelPosition: t.int({ description: "Place in the panel, from 1." }),
    time: t.field({ type: "DateTime", required: true }),
    passed: t.boolean({ required: true, description: "What the machine said." }),
    defects: t.field({
      type: [DefectInput],
      description: "What the machine called; none for a board that passed.",
    }),
  }),
});

/** The same as a machine says it by CFX: one form is checked and stored. */
const messageOf = (board: typeof BoardInput.$inferInput) => {
  const result = board.passed ? "Passed" : "Failed";
  return {
    UnitIdentifier: board.unitId,
    UnitPositionNumber: board.panelPosition ?? 1,
    OverallResult: result,
    Inspections: [
      {
        UniqueIdentifier: `${board.unitId}/${board.time.toISOString()}`.slice(0, 100),
        InspectionEndTime: board.time.toISOString(),
        Result: result,
        DefectsFound: (board.defects ?? []).map((one) => ({
          UniqueIdentifier: one.id,
          DefectCode: one.code,
          DefectCategory: one.category,
          Description: one.description,
          ComponentOfInterest: { ReferenceDesignator: one.designator, PartNumber: one.materialId },
          RegionOfInterest:
            one.x != null && one.y != null ? { StartPointX: one.x, StartPointY: one.y } : null,
          DefectImages: one.imageUrl ? [{ MimeType: "image/png", ImageURL: one.imageUrl }] : null,
          ConfidenceLevel: one.confidence,
          RelatedMeasurements:
            one.value == null
              ? null
              : [
                  {
                    MeasurementName: one.measured,
                    MeasuredValue: {
                      Value: one.value,
                      ValueUnits: one.valueUnit,
                      MinimumAcceptableValue: one.lowerLimit,
                      MaximumAcceptableValue: one.upperLimit,
                    },
                  },
                ],
          Verification: one.verdict ?? "NotVerifiedYet",
        })),
      },
    ],
  };
};

builder.mutationFields((t) => ({
  verifyDefect: t.field({
    type: Done,
    description:
      "Says whether a machine's call is a defect or a false call. Said again otherwise it is corrected. Role process or repair.",
    args: {
      id: t.arg.id({ required: true }),
      verdict: t.arg({ type: VerdictType, required: true, description: "What a person says of the call." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, verdict, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "verify-defect", id, verdict }, async (tx, actId) => {
        await verifyDefect(tx, {
          id: String(id),
          verification: verdict,
          actorId: context.viewer.id,
          actId,
          now,
        });
        return { id: String(id) };
      });
    },
  }),
  closeDefectCluster: t.field({
    type: Done,
    description: "Says what a cluster of defects came of. Role process or manager.",
    args: {
      id: t.arg.id({ required: true }),
      cause: t.arg({ type: ClusterCauseType, required: true, description: "What it came of." }),
      note: t.arg.string({ description: "What was found, up to 500 characters." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, cause, note, idempotencyKey }, context) => {
      const text = soundNote(note);
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "close-cluster", id, cause, text }, async (tx) => {
        await closeCluster(tx, { id: String(id), cause, note: text, actorId: context.viewer.id, now });
        return { id: String(id) };
      });
    },
  }),
  reportInspection: t.field({
    type: Reported,
    description:
      "What an inspection machine says, for machines that speak no CFX. The same inspection again changes nothing. Role integrator.",
    args: {
      machine: t.arg.id({ required: true, description: "Equipment id of the machine." }),
      method: t.arg({ type: MethodType, required: true, description: "Kind of machine." }),
      side: t.arg.string({ description: "Top or Bottom; Top unless it is said." }),
      jobOrderId: t.arg.id(),
      productId: t.arg.id({ description: "Needed where no job order is given." }),
      boards: t.arg({
        type: [BoardInput],
        required: true,
        description: "Inspections of boards, in their order.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { idempotencyKey, ...given }, context) => {
      const value = {
        TransactionId: given.jobOrderId ? String(given.jobOrderId) : null,
        RecipeName: given.productId ? String(given.productId) : null,
        Side: given.side ?? "Top",
        InspectionMethod: given.method,
        InspectedUnits: given.boards.map(messageOf),
      };
      const time = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "report-inspection", ...given }, async (tx, actId) => ({
        boards: await reportInspection(tx, { messageId: actId, machine: String(given.machine), time, value }),
      }));
    },
  }),
}));
