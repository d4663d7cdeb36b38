import { adviceOf, clusterText, sourceName } from "../../../agents/analyst/inspection/advice.ts";
import { attributesChart, type ChartPoint } from "../../../agents/analyst/statistics/attributes.ts";
import { MillwrightError } from "../../core/errors.ts";
import type { Db } from "../../mes/database.ts";
import {
  boardOfCluster,
  type CallCounts,
  type ClusterRow,
  callsByKind,
  clusters,
  type DefectRow,
  defectKindName,
  defectsOfUnit,
  defectsOverTime,
  type InspectedPlace,
  type InspectionMethod,
  type InspectionScope,
  type InspectionTotals,
  inspectionTotals,
  placesOf,
  productsInspected,
  waitingCalls,
} from "../../mes/queries/inspection.ts";
import { builder } from "./builder.ts";
import { pageSize } from "./connection.ts";
import { BilingualText } from "./plant.ts";

export const MethodType = builder.enumType("InspectionMethod", {
  description: "Kinds of inspection (CFX InspectionMethod).",
  values: {
    SPI: { description: "Solder paste inspection." },
    AOI: { description: "Automated optical inspection." },
    AXI: { description: "Automated X-ray inspection." },
    Human: { description: "A person's own eyes." },
  } as const satisfies Record<InspectionMethod, { description: string }>,
});

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const TotalsType = builder.objectRef<InspectionTotals>("InspectionTotals").implement({
  description: "What machines of one method saw. A call that nobody has verified counts as a defect.",
  fields: (t) => ({
    boards: t.exposeInt("boards", { description: "Boards looked at." }),
    calls: t.exposeInt("calls", { description: "Calls of machines." }),
    defects: t.exposeInt("defects", { description: "Calls that nobody has rejected." }),
    rejected: t.exposeInt("rejected", { description: "False calls." }),
    verified: t.exposeInt("verified", { description: "Of them, calls that a person gave a verdict on." }),
    opportunities: t.exposeFloat("opportunities", {
      description: "Parts, placements and joints looked at (IPC-7912).",
    }),
    dpmo: t.float({
      nullable: true,
      description: "Defects per million opportunities (IPC-7912); null without an opportunity.",
      resolve: ({ defects, opportunities }) => share(defects * 1_000_000, opportunities),
    }),
    firstPassYield: t.float({
      nullable: true,
      description: "Boards without a defect at their first inspection, in percent; null without a board.",
      resolve: ({ first, firstPassed }) => share(firstPassed * 100, first),
    }),
    falseCallRate: t.float({
      nullable: true,
      description: "Rejected of the verified calls, in percent; null where none is verified.",
      resolve: ({ rejected, verified }) => share(rejected * 100, verified),
    }),
  }),
});

const KindType = builder
  .objectRef<CallCounts & { readonly kind: string; readonly line: string | null }>("DefectsByKind")
  .implement({
    description: "Calls of one kind at one line.",
    fields: (t) => ({
      kind: t.exposeString("kind", { description: "By CFX's categories, such as ComponentMissing." }),
      name: t.field({ type: BilingualText, resolve: ({ kind }) => defectKindName(kind) }),
      line: t.exposeString("line", {
        nullable: true,
        description: "Line of the boards; null where it is not known.",
      }),
      calls: t.exposeInt("calls", { description: "Calls of machines." }),
      defects: t.exposeInt("defects", { description: "Of them, calls that nobody has rejected." }),
      rejected: t.exposeInt("rejected", { description: "Of them, false calls." }),
    }),
  });

const PlaceType = builder.objectRef<InspectedPlace>("InspectedPlace").implement({
  description: "A place of a board by its reference designator.",
  fields: (t) => ({
    designator: t.exposeString("designator", { description: "Reference designator, such as C12." }),
    materialId: t.exposeString("material_id", {
      nullable: true,
      description: "Material definition (ISA-95) of the part; null where the bill does not place it.",
    }),
    x: t.exposeFloat("x", { description: "mm from the lower left corner." }),
    y: t.exposeFloat("y", { description: "mm from the lower left corner." }),
    side: t.exposeString("side", { description: "Top or Bottom." }),
    calls: t.exposeInt("calls", { description: "Calls of machines." }),
    defects: t.exposeInt("defects", { description: "Of them, calls that nobody has rejected." }),
    rejected: t.exposeInt("rejected", { description: "Of them, false calls." }),
  }),
});

const ProductType = builder
  .objectRef<{ readonly product_id: string; readonly boards: number; readonly defects: number }>(
    "InspectedProduct",
  )
  .implement({
    description: "A product whose boards were looked at.",
    fields: (t) => ({
      productId: t.exposeString("product_id"),
      boards: t.exposeInt("boards", { description: "Boards looked at." }),
      defects: t.exposeInt("defects", { description: "Calls on them that nobody has rejected." }),
    }),
  });

const PointType = builder.objectRef<ChartPoint & { readonly from: Date }>("DefectChartPoint").implement({
  description: "One stretch of a u-chart.",
  fields: (t) => ({
    from: t.expose("from", { type: "DateTime" }),
    boards: t.exposeInt("looked", { description: "Boards looked at." }),
    defects: t.exposeInt("found", { description: "Calls on them that nobody has rejected." }),
    value: t.float({
      nullable: true,
      description: "Defects a board; null where no board was looked at.",
      resolve: ({ value }) => value ?? null,
    }),
    lower: t.exposeFloat("lower", {
      description: "Lower control limit, defects a board; it moves with the number of boards.",
    }),
    upper: t.exposeFloat("upper", {
      description: "Upper control limit, defects a board; it moves with the number of boards.",
    }),
    signals: t.field({
      type: ["String"],
      description:
        "Rules that it breaks: beyond3, twoOf3, fourOf5, eightInRow (Western Electric), sixRising (Nelson).",
      resolve: ({ signals }) => [...signals],
    }),
  }),
});
interface ToldChart {
  readonly mean: number | undefined;
  readonly points: readonly (ChartPoint & { readonly from: Date })[];
}
const ChartType = builder.objectRef<ToldChart>("DefectChart").implement({
  description: "A u-chart of defects a board (NIST/SEMATECH e-Handbook 6.3.3.1).",
  fields: (t) => ({
    mean: t.float({
      nullable: true,
      description: "Defects a board over all points, the centre line; null where no board was looked at.",
      resolve: ({ mean }) => mean ?? null,
    }),
    points: t.field({
      type: [PointType],
      description: "Stretches of the time in order.",
      resolve: ({ points }) => [...points],
    }),
  }),
});

const chartOf = async (db: Db, scope: InspectionScope, minutes: number): Promise<ToldChart> => {
  const rows = await defectsOverTime(db, scope, minutes);
  const { mean, points } = attributesChart(
    rows.map(({ from, looked, found }) => ({ key: from.toISOString(), looked, found })),
  );
  return { mean, points: points.map((point, index) => ({ ...point, from: rows[index]!.from })) };
};

const mostPoints = 400;
const ViewType = builder.objectRef<InspectionScope>("InspectionView").implement({
  description: "What machines of one method saw in a stretch of plant time.",
  fields: (t) => ({
    totals: t.field({
      type: TotalsType,
      description: "Sums over the whole stretch.",
      resolve: (scope, _args, { db }) => inspectionTotals(db, scope),
    }),
    kinds: t.field({
      type: [KindType],
      description: "Calls by kind and line, the most first.",
      resolve: (scope, _args, { db }) => callsByKind(db, scope),
    }),
    products: t.field({
      type: [ProductType],
      description: "All products that were looked at, those with most defects first.",
      resolve: (scope, _args, { db }) => productsInspected(db, scope),
    }),
    places: t.field({
      type: [PlaceType],
      description: "Every place of a product's board, with what was called there.",
      args: {
        product: t.arg.id({ required: true, description: "Material definition (ISA-95) of the product." }),
      },
      resolve: (scope, { product }, { db }) => placesOf(db, { ...scope, product: String(product) }),
    }),
    chart: t.field({
      type: ChartType,
      description: "Defects a board over the time.",
      args: { minutes: t.arg.int({ required: true, description: "Length of a point's stretch." }) },
      resolve: (scope, { minutes }, { db }) => {
        const least = Math.max(5, (scope.to.getTime() - scope.from.getTime()) / 60_000 / mostPoints);
        if (minutes < least)
          throw new MillwrightError("INVALID_INPUT", {
            path: "minutes",
            problem: `must be ${Math.ceil(least)} or more`,
          });
        return chartOf(db, scope, minutes);
      },
    }),
  }),
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
    found: t.exposeInt("found", { description: "Defects of it." }),
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

const QueueType = builder
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

const longestDays = 92;
const most = 200;
builder.queryFields((t) => ({
  inspection: t.field({
    type: ViewType,
    description: "What machines of one method saw in a stretch of up to 92 days.",
    args: {
      from: t.arg({ type: "DateTime", required: true }),
      to: t.arg({ type: "DateTime", required: true }),
      method: t.arg({
        type: MethodType,
        defaultValue: "AOI",
        description: "Kind of machine; AOI unless it is said.",
      }),
      line: t.arg.id(),
      product: t.arg.id({ description: "Only boards of this product." }),
    },
    resolve: (_root, { from, to, method, line, product }) => {
      const days = (to.getTime() - from.getTime()) / 86_400_000;
      if (!(days > 0 && days <= longestDays))
        throw new MillwrightError("INVALID_INPUT", {
          path: "to",
          problem: `must be after from, and at most ${longestDays} days`,
        });
      return {
        from,
        to,
        method: method ?? "AOI",
        line: line ? String(line) : undefined,
        product: product ? String(product) : undefined,
      };
    },
  }),
  callsToVerify: t.field({
    type: QueueType,
    description: "Calls of machines that nobody has verified, the latest first.",
    args: { first: t.arg.int(), line: t.arg.id() },
    resolve: (_root, { first, line }, { db }) =>
      waitingCalls(db, pageSize({ first }, most), line ? String(line) : undefined),
  }),
  unitDefects: t.field({
    type: [DefectType],
    description: "What machines called on a board, the latest first.",
    args: { unitId: t.arg.id({ required: true }) },
    resolve: (_root, { unitId }, { db }) => defectsOfUnit(db, String(unitId)),
  }),
  defectClusters: t.field({
    type: [ClusterType],
    description: "Clusters of defects that are open; with all, those too that are over or closed.",
    args: { all: t.arg.boolean({ description: "Those too that are over or closed." }), first: t.arg.int() },
    resolve: (_root, { all, first }, { db }) =>
      clusters(db, { all: all ?? false, limit: pageSize({ first }, most) }),
  }),
}));
