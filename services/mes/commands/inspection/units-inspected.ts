import type { Insertable } from "kysely";
import { sql } from "kysely";
import { MillwrightError } from "../../../core/errors.ts";
import { contentHash } from "../../../core/ids.ts";
import { defectKindOf } from "../../../protocols/cfx/defect-kinds.ts";
import type {
  DefectMeasurement,
  InspectedDefect,
  InspectedUnit,
  UnitsInspected,
} from "../../../protocols/cfx/inspection.ts";
import type { Tx } from "../../database.ts";
import { appendEvents, type NewEvent } from "../../events.ts";
import { inParts } from "../../in-parts.ts";
import type { InspectionDefectTable, InspectionTable } from "../../schema/inspection.ts";
import { keepImages } from "./images.ts";
import { boardOf, lotsOf, opportunitiesOf, type PlacedPart } from "./program.ts";

export interface InspectionMessage {
  /** The message's own id. */
  readonly messageId: string;
  readonly machine: string;
  readonly time: Date;
  readonly inspected: UnitsInspected;
  /** Comes of a simulation. */
  readonly simulated: boolean;
}

type Inspection = Insertable<InspectionTable>;
type Defect = Insertable<InspectionDefectTable>;

/** The line that a machine stands in: its own id where it is a line, else that of what it is part of. */
const lineOf = async (tx: Tx, machine: string): Promise<string | null> => {
  const row = await tx
    .selectFrom("equipment as e")
    .leftJoin("equipment as p", "p.id", "e.parent_id")
    .select(["e.id", "e.level", "p.id as parent", "p.level as parent_level"])
    .where("e.id", "=", machine)
    .executeTakeFirst();
  if (!row) throw new MillwrightError("UNKNOWN_MACHINE", { machine, about: "machine" });
  if (row.level === "WorkCenter") return row.id;
  return row.parent_level === "WorkCenter" ? row.parent : null;
};

/** The order that a machine works on, and what is made by it. */
const originOf = async (tx: Tx, { TransactionId, RecipeName, InspectedUnits }: UnitsInspected) => {
  const job = TransactionId
    ? await tx
        .selectFrom("job_order as j")
        .innerJoin("work_order as o", "o.id", "j.work_order_id")
        .select(["j.work_order_id", "j.equipment_id", "o.product_id"])
        .where("j.id", "=", TransactionId)
        .executeTakeFirst()
    : undefined;
  const seen =
    RecipeName || job
      ? undefined
      : await tx
          .selectFrom("inspection")
          .select(["work_order_id", "product_id"])
          .where("unit_id", "=", InspectedUnits[0]!.UnitIdentifier)
          .orderBy("time", "desc")
          .limit(1)
          .executeTakeFirst();
  const productId = RecipeName ?? job?.product_id ?? seen?.product_id ?? "-";
  const known = await tx.selectFrom("material").select("id").where("id", "=", productId).executeTakeFirst();
  if (!known) throw new MillwrightError("UNKNOWN_PRODUCT", { id: productId, suggestions: "-" });
  return {
    productId,
    workOrderId: job?.work_order_id ?? seen?.work_order_id ?? null,
    jobLine: job?.equipment_id ?? null,
  };
};

/** What stands with a defect as measured: a value with its limits, a paste volume in percent, an offset in mm. */
const readingOf = (measurements: readonly DefectMeasurement[]) => {
  for (const { MeasurementName: name, MeasuredValue: value, Vol, EVol, DX, DY } of measurements) {
    if (value)
      return {
        measured: name ?? null,
        value: value.Value,
        expected: value.ExpectedValue ?? null,
        lower_limit: value.MinimumAcceptableValue ?? null,
        upper_limit: value.MaximumAcceptableValue ?? null,
        value_unit: value.ValueUnits ?? "",
      };
    if (Vol != null && EVol)
      return { measured: "volume", value: (100 * Vol) / EVol, expected: 100, value_unit: "%" };
    if (DX != null && DY != null)
      return { measured: "offset", value: Math.hypot(DX, DY), expected: 0, value_unit: "mm" };
  }
  return {};
};

const defectRow = (
  of: Inspection,
  found: InspectedDefect,
  { part, lot }: { readonly part: PlacedPart | undefined; readonly lot: string | undefined },
  person: string | undefined,
): Omit<Defect, "image_id"> => {
  const [designator, pin] = (found.ComponentOfInterest?.ReferenceDesignator ?? "").split(/\.(.*)/s);
  const {
    id: inspection_id,
    time,
    method,
    line,
    unit_id,
    panel_position,
    side,
    product_id,
    work_order_id,
  } = of;
  const verification = found.Verification ?? "NotVerifiedYet";
  const isVerified = verification !== "NotVerifiedYet";
  return {
    // Of the board too: there are machines that number the calls of each board anew.
    id: contentHash("inspection-defect", line ?? of.machine, unit_id, found.UniqueIdentifier).slice(0, 32),
    inspection_id,
    ...{ time, method, line: line ?? null, unit_id, panel_position, side, product_id },
    work_order_id: work_order_id ?? null,
    kind: defectKindOf(found.DefectCategory, found.DefectCode),
    code: found.DefectCode ?? null,
    description: found.Description ?? null,
    designator: designator || null,
    pin: pin || null,
    material_id: found.ComponentOfInterest?.PartNumber ?? part?.material_id ?? null,
    lot_id: lot ?? null,
    feeder: part?.feeder ?? null,
    nozzle: part?.nozzle ?? null,
    x: found.RegionOfInterest?.StartPointX ?? part?.x ?? null,
    y: found.RegionOfInterest?.StartPointY ?? part?.y ?? null,
    ...{ measured: null, value: null, expected: null, lower_limit: null, upper_limit: null, value_unit: "" },
    ...readingOf(found.RelatedMeasurements ?? []),
    confidence: found.ConfidenceLevel ?? null,
    image_url: found.DefectImages?.find(({ ImageURL }) => ImageURL)?.ImageURL ?? null,
    verification,
    verified_by: isVerified ? (person ?? of.machine) : null,
    verified_at: isVerified ? time : null,
  };
};

/** Rows of one statement, which have some thirty columns. */
const mostRows = 1_000;

/** Stores inspections; gives the ids of those that are new. */
const storeInspections = async (tx: Tx, rows: readonly Inspection[]): Promise<ReadonlySet<string>> => {
  const fresh = await inParts(rows, mostRows, (part) =>
    tx
      .insertInto("inspection")
      .values(part)
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .execute(),
  );
  // Of the inspections of a board the earliest is the first, whenever it came.
  if (fresh.length > 0)
    await sql`
      update inspection i set is_first = false
      where i.is_first and i.unit_id = any(${[...new Set(rows.map(({ unit_id }) => unit_id))]}::text[])
        and exists (select from inspection e where e.unit_id = i.unit_id and e.panel_position = i.panel_position
          and e.method = i.method and e.side = i.side and (e.time, e.id) < (i.time, i.id))`.execute(tx);
  return new Set(fresh.map(({ id }) => id));
};

const storePart = (tx: Tx, rows: readonly Defect[]) =>
  tx
    .insertInto("inspection_defect")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet((from) => ({
          verification: from.ref("excluded.verification"),
          verified_by: from.ref("excluded.verified_by"),
          verified_at: from.ref("excluded.verified_at"),
        }))
        // What a person has said here stays.
        .where("inspection_defect.verification", "=", "NotVerifiedYet")
        .whereRef("excluded.verification", "<>", "inspection_defect.verification"),
    )
    .returning(["id", "inspection_id", "kind", "designator", "verification"])
    .execute();

/**
 * Stores defects, and what was said of those that are known already; gives what is new of each. Of one that a message tells twice the
 * last word counts.
 */
const storeDefects = (tx: Tx, rows: readonly Defect[]) => {
  const last = [...new Map(rows.map((row) => [row.id, row])).values()];
  return inParts(last, mostRows, (part) => storePart(tx, part));
};

type Stored = Awaited<ReturnType<typeof storeDefects>>;

const objectsOf = ({
  unit_id,
  id,
  machine,
  line,
  work_order_id,
}: Inspection): NewEvent["objects"][number][] => [
  { id: unit_id, type: "unit", qualifier: "inspected" },
  { id, type: "inspection", qualifier: "inspection" },
  ...(line ? [{ id: line, type: "equipment", qualifier: "line" }] : []),
  ...(machine === line ? [] : [{ id: machine, type: "equipment", qualifier: "machine" }]),
  ...(work_order_id ? [{ id: work_order_id, type: "work_order", qualifier: "order" }] : []),
];

/** A board that passed is a row and no event: nothing has happened to it. */
const foundEvent = (of: Inspection, stored: Stored): NewEvent => ({
  id: contentHash("unit-inspected", of.id),
  type: "unit.inspected",
  time: of.time as Date,
  source: `cfx/${of.machine}`,
  objects: objectsOf(of),
  attributes: {
    method: of.method,
    result: of.result,
    product: of.product_id,
    side: of.side,
    position: of.panel_position,
    defects: stored.length,
    kinds: [...new Set(stored.map(({ kind }) => kind))],
    designators: [...new Set(stored.flatMap(({ designator }) => designator ?? []))].slice(0, 20),
    ...(of.simulated ? { simulated: true } : {}),
  },
});

const verifiedEvent = (of: Inspection, stored: Stored): NewEvent => ({
  id: contentHash(
    "defects-verified",
    of.id,
    stored.map(({ id, verification }) => [id, verification]),
  ),
  type: "defect.verified",
  time: of.time as Date,
  source: `cfx/${of.machine}`,
  objects: objectsOf(of),
  attributes: {
    confirmed: stored.filter(({ verification }) => verification === "DefectConfirmed").length,
    rejected: stored.filter(({ verification }) => verification === "DefectRejected").length,
    product: of.product_id,
  },
});

const timeOf = ({ Inspections }: InspectedUnit, otherwise: Date): Date => {
  const ends = Inspections.flatMap(({ InspectionEndTime }) => InspectionEndTime ?? []);
  return ends.length === 0 ? otherwise : new Date(Math.max(...ends.map((end) => Date.parse(end))));
};

/**
 * Takes what a machine says of boards, or what a person said of its calls at a verifying station: each inspection and defect is
 * stored once. A defect that comes again with another verification is told by it, unless a person has said it here.
 * Gives how many inspections were new.
 *
 * @throws MillwrightError UNKNOWN_MACHINE, UNKNOWN_PRODUCT, INVALID_INPUT for a picture that is none.
 */
export const applyUnitsInspected = async (tx: Tx, message: InspectionMessage): Promise<number> => {
  const { machine, inspected, simulated, messageId } = message;
  const { InspectionMethod: method, Side: side, Inspector, InspectedUnits } = inspected;
  const ownLine = await lineOf(tx, machine);
  const { productId, workOrderId, jobLine } = await originOf(tx, inspected);
  // A machine beside the lines sees the boards of all of them.
  const line = ownLine ?? jobLine;
  const [board, lots] = [await boardOf(tx, productId, line), await lotsOf(tx, workOrderId)];
  const opportunities = opportunitiesOf(board, side, method);
  const inspections: Inspection[] = [];
  const defects: { row: Omit<Defect, "image_id">; image: Buffer | undefined }[] = [];
  for (const unit of InspectedUnits) {
    const { UnitIdentifier: unit_id, UnitPositionNumber: panel_position, OverallResult: result } = unit;
    const first = unit.Inspections[0]?.UniqueIdentifier ?? messageId;
    const row: Inspection = {
      id: contentHash("inspection", line ?? machine, unit_id, panel_position, side, first).slice(0, 32),
      time: timeOf(unit, message.time),
      ...{ method, machine, line, unit_id, panel_position, side, result, opportunities, simulated },
      product_id: productId,
      work_order_id: workOrderId,
      is_first: true,
    };
    inspections.push(row);
    for (const found of unit.Inspections.flatMap((each) => each.DefectsFound ?? [])) {
      const designator = found.ComponentOfInterest?.ReferenceDesignator?.split(".")[0] ?? "";
      const part = board.get(designator);
      const lot = lots.get(found.ComponentOfInterest?.PartNumber ?? part?.material_id ?? "");
      const data = found.DefectImages?.find(({ ImageData }) => ImageData)?.ImageData;
      defects.push({
        row: defectRow(row, found, { part, lot }, Inspector?.OperatorIdentifier),
        image: data ? Buffer.from(data, "base64") : undefined,
      });
    }
  }
  const fresh = await storeInspections(tx, inspections);
  const pictures = defects.flatMap(({ image }) => image ?? []);
  const ids = await keepImages(tx, pictures, machine, message.time);
  const stored = await storeDefects(
    tx,
    defects.map(({ row, image }) => ({ ...row, image_id: image ? ids[pictures.indexOf(image)]! : null })),
  );
  const byInspection = Map.groupBy(stored, ({ inspection_id }) => inspection_id);
  await appendEvents(
    tx,
    inspections.flatMap((row) => {
      const own = byInspection.get(row.id) ?? [];
      if (fresh.has(row.id)) return row.result === "Passed" && own.length === 0 ? [] : [foundEvent(row, own)];
      return own.length > 0 ? [verifiedEvent(row, own)] : [];
    }),
  );
  return fresh.size;
};
