import { adviceOf, clusterText, sourceName } from "../../../../agents/analyst/inspection/advice.ts";
import {
  boardOfCluster,
  type ClusterRow,
  type DefectRow,
  defectKindName,
  type InspectionMethod,
} from "../../../mes/queries/inspection.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

export const MethodType = builder.enumType("InspectionMethod", {
  description: "Kinds of inspection (CFX InspectionMethod).",
  values: {
    SPI: { description: "Solder paste inspection." },
    AOI: { description: "Automated optical inspection." },
    AXI: { description: "Automated X-ray inspection." },
    Human: { description: "A person's own eyes." },
  } as const satisfies Record<InspectionMethod, { description: string }>,
});

export const DefectType = builder.objectRef<DefectRow>("InspectionDefect").implement({
  description: "A call of a machine on a board, and what a person said of it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    time: t.expose("time", { type: "DateTime" }),
    method: t.expose("method", { type: MethodType, description: "Kind of machine that called it." }),
    line: t.exposeString("line", {
      nullable: true,
      description: "Line of the board; null where it is not known.",
    }),
    unitId: t.exposeString("unit_id"),
    panelPosition: t.exposeInt("panel_position", { description: "Place in the panel, from 1." }),
    side: t.exposeString("side", { description: "Top or Bottom." }),
    productId: t.exposeString("product_id"),
    kind: t.exposeString("kind", { description: "By CFX's categories, such as ComponentMissing." }),
    kindName: t.field({
      type: BilingualText,
      description: "The kind in words.",
      resolve: ({ kind }) => defectKindName(kind),
    }),
    code: t.exposeString("code", {
      nullable: true,
      description: "The machine's own code of the defect; null where it gives none.",
    }),
    designator: t.exposeString("designator", {
      nullable: true,
      description: "Reference designator, such as U2; null for a call on no part.",
    }),
    pin: t.exposeString("pin", { nullable: true, description: "Pin of the part; null for the whole part." }),
    materialId: t.exposeString("material_id", {
      nullable: true,
      description: "Material definition (ISA-95) of the part; null where it is not known.",
    }),
    lotId: t.exposeString("lot_id", {
      nullable: true,
      description: "Lot that was issued for the order; null where it is not traced.",
    }),
    feeder: t.exposeString("feeder", {
      nullable: true,
      description: "Feeder that the part came from; null where it is not traced.",
    }),
    nozzle: t.exposeString("nozzle", {
      nullable: true,
      description: "Nozzle that placed the part; null where it is not traced.",
    }),
    x: t.exposeFloat("x", {
      nullable: true,
      description: "mm from the lower left corner; null where no place is told.",
    }),
    y: t.exposeFloat("y", {
      nullable: true,
      description: "mm from the lower left corner; null where no place is told.",
    }),
    measured: t.exposeString("measured", {
      nullable: true,
      description: "What was measured, such as volume or offset; null for no measurement.",
    }),
    value: t.exposeFloat("value", {
      nullable: true,
      description: "What was measured; null for no measurement.",
    }),
    lowerLimit: t.exposeFloat("lower_limit", {
      nullable: true,
      description: "Least value that passes; null for none.",
    }),
    upperLimit: t.exposeFloat("upper_limit", {
      nullable: true,
      description: "Greatest value that passes; null for none.",
    }),
    valueUnit: t.exposeString("value_unit", {
      description: "Unit of value and limits; empty without a measurement.",
    }),
    confidence: t.exposeFloat("confidence", {
      nullable: true,
      description: "The machine's own confidence, 1 to 100; null where it gives none.",
    }),
    imageId: t.exposeString("image_id", {
      nullable: true,
      description: "Picture at /inspection/images/ID; null for none.",
    }),
    imageUrl: t.exposeString("image_url", {
      nullable: true,
      description: "Picture that the machine keeps; null for none.",
    }),
    verification: t.exposeString("verification", {
      description:
        "NotVerifiedYet, DefectConfirmed, DefectRejected (false call), DefectAccepted (process to be mended).",
    }),
    verifiedBy: t.exposeString("verified_by", {
      nullable: true,
      description: "Person who gave a verdict; null while nobody has.",
    }),
    verifiedAt: t.expose("verified_at", {
      type: "DateTime",
      nullable: true,
      description: "When a person gave a verdict; null while nobody has. Plant time.",
    }),
  }),
});

export const ClusterType = builder.objectRef<ClusterRow>("DefectCluster").implement({
  description:
    "Defects that come together more often than by chance, with the cause that explains them best.",
  fields: (t) => ({
    id: t.exposeID("id"),
    text: t.field({
      type: BilingualText,
      description: "What was found, in a sentence.",
      resolve: (row) => clusterText(row),
    }),
    advice: t.field({
      type: BilingualText,
      description: "What to look at first.",
      resolve: (row) => adviceOf(row),
    }),
    line: t.exposeString("line"),
    method: t.expose("method", { type: MethodType, description: "By what kind of machine it was seen." }),
    kind: t.exposeString("kind", {
      description: "Kind of defect by CFX's categories, such as ComponentMissing.",
    }),
    kindName: t.field({
      type: BilingualText,
      description: "The kind in words.",
      resolve: ({ kind }) => defectKindName(kind),
    }),
    source: t.exposeString("source", { description: "feeder, nozzle, lot, designator, panel." }),
    sourceId: t.exposeString("source_id", { description: "What its defects have in common, by its id." }),
    sourceName: t.field({
      type: BilingualText,
      description: "The same in words.",
      resolve: (row) => sourceName(row),
    }),
    productId: t.string({
      nullable: true,
      description: "The product on whose boards most of them are; null where nothing tells.",
      resolve: (row, _args, { db }) =>
        row.product_id ?? (row.designators.length > 0 ? boardOfCluster(db, row) : null),
    }),
    status: t.exposeString("status", {
      description: "Open, Over (it stopped by itself), Closed (a person has said what it was).",
    }),
    openedAt: t.expose("opened_at", { type: "DateTime", description: "When it was found; plant time." }),
    firstAt: t.expose("first_at", { type: "DateTime", description: "Its first defect; plant time." }),
    lastAt: t.expose("last_at", { type: "DateTime", description: "Its latest defect; plant time." }),
    endedAt: t.expose("ended_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was over or closed; null while it is open. Plant time.",
    }),
    found: t.exposeInt("found", { description: "Boards with it." }),
    rejected: t.exposeInt("rejected", { description: "Of them rejected as false calls." }),
    expected: t.exposeFloat("expected", { description: "By what was found there before." }),
    boards: t.exposeInt("boards", { description: "Boards with a defect of it." }),
    chance: t.exposeFloat("chance", { description: "That so many come by chance (negative binomial)." }),
    tests: t.exposeInt("tests", { description: "Groups that were looked at beside it." }),
    designators: t.exposeStringList("designators", {
      description: "Reference designators (IEC 61191) that have a defect of it.",
    }),
    alternatives: t.field({
      type: [BilingualText],
      description: "Other causes that explain the same as well.",
      resolve: ({ alternatives, ...row }) =>
        alternatives.map(({ source, id }) => sourceName({ ...row, source, source_id: id })),
    }),
    closedBy: t.exposeString("closed_by", {
      nullable: true,
      description: "Person who said what it came of; null while nobody has.",
    }),
    cause: t.exposeString("cause", {
      nullable: true,
      description: "What a person said it came of: Confirmed, Other or NoCause; null while nobody has.",
    }),
    note: t.exposeString("note", {
      nullable: true,
      description: "What that person wrote; null for nothing.",
    }),
  }),
});

export const QueueType = builder
  .objectRef<{ readonly rows: readonly DefectRow[]; readonly count: number }>("CallsToVerify")
  .implement({
    description: "Calls that wait for a person's verdict.",
    fields: (t) => ({
      count: t.exposeInt("count", { description: "How many there are in all." }),
      calls: t.field({
        type: [DefectType],
        description: "As many as were asked for, the latest first.",
        resolve: ({ rows }) => [...rows],
      }),
    }),
  });
