import { attributesChart, type ChartPoint } from "../../../../agents/analyst/statistics/attributes.ts";
import { MillwrightError } from "../../../core/errors.ts";
import type { Db } from "../../../mes/database.ts";
import {
  type CallCounts,
  callsByKind,
  clusters,
  defectKindName,
  defectsOfUnit,
  defectsOverTime,
  type InspectedPlace,
  type InspectionScope,
  type InspectionTotals,
  inspectionTotals,
  placesOf,
  productsInspected,
  waitingCalls,
} from "../../../mes/queries/inspection.ts";
import { builder } from "../builder.ts";
import { pageSize } from "../connection.ts";
import { askedStretch } from "../plant/asked-stretch.ts";
import { BilingualText } from "../plant/plant.ts";
import { ClusterType, DefectType, MethodType, QueueType } from "./types.ts";

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
      description: "Parts, placements and joints looked at (IPC-7912), at the first inspections of boards.",
    }),
    dpmo: t.float({
      nullable: true,
      description:
        "Defects per million opportunities (IPC-7912) at the first inspections of boards; null without an opportunity.",
      resolve: ({ firstDefects, opportunities }) => share(firstDefects * 1_000_000, opportunities),
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
  description: "One stretch of a u′-chart.",
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
  description:
    "A u′-chart of defects a board at its first inspection (NIST/SEMATECH e-Handbook 6.3.3.1, Laney 2002).",
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

const mostDays = 92;
const most = 200;
builder.queryFields((t) => ({
  inspection: t.field({
    type: ViewType,
    description: `What machines of one method saw in a stretch of up to ${mostDays} days.`,
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
    resolve: (_root, { from, to, method, line, product }) => ({
      ...askedStretch(from, to, mostDays),
      method: method ?? "AOI",
      line: line ? String(line) : undefined,
      product: product ? String(product) : undefined,
    }),
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
