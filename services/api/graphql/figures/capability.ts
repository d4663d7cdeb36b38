import { chartedOf } from "../../../../agents/analyst/capability/charted.ts";
import { studyOf, worstFirst } from "../../../../agents/analyst/capability/study.ts";
import { subgroupSizes } from "../../../../agents/analyst/statistics/spread.ts";
import { MillwrightError } from "../../../core/errors.ts";
import { builder } from "../builder.ts";
import { pageSize } from "../connection.ts";
import { askedStretch } from "../plant/asked-stretch.ts";
import { CharacteristicType } from "./characteristic.ts";
import { ChartedType } from "./control-chart.ts";

/** Days of measurements that are asked for at once. */
const mostDays = 92;
const [usualPoints, mostPoints] = [200, 2_000];

const stretchArgs = {
  from: { type: "DateTime", required: true, description: "Counted from its full hour; plant time." },
  to: { type: "DateTime", required: true },
} as const;

builder.queryField("characteristics", (t) =>
  t.field({
    type: [CharacteristicType],
    description:
      "What tests measured and how capable it is, the lowest Cpk first: by product and step, at all testers together or at each.",
    args: {
      from: t.arg(stretchArgs.from),
      to: t.arg(stretchArgs.to),
      product: t.arg.string({ description: "Only this product." }),
      step: t.arg.string({ description: "Only this step." }),
      station: t.arg.string({ description: "Only this tester; then each is told at it." }),
      byStation: t.arg.boolean({ description: "Each tester apart; they alone tell of drifts." }),
      drifting: t.arg.boolean({ description: "Only those that have moved, at each tester." }),
      first: t.arg.int(),
    },
    resolve: async (_root, { from, to, product, step, station, byStation, drifting, first }, { db }) => {
      const { together, apart } = await studyOf(db, {
        ...askedStretch(from, to, mostDays),
        product: product ?? undefined,
        step: step ?? undefined,
        station: station ?? undefined,
      });
      const all = byStation || drifting || station ? apart : together;
      return worstFirst(drifting ? all.filter((one) => one.drift) : all).slice(0, pageSize({ first }, 1_000));
    },
  }),
);

builder.queryField("controlChart", (t) =>
  t.field({
    type: ChartedType,
    nullable: true,
    description:
      "A step of a product with its histogram and control chart at one tester; null where nothing was measured in the stretch.",
    args: {
      product: t.arg.string({ required: true, description: "Material definition (ISA-95) of the product." }),
      step: t.arg.string({ required: true, description: "Step of the test program." }),
      station: t.arg.string({
        description: "Tester; without, the one that has moved most, else with most values.",
      }),
      from: t.arg(stretchArgs.from),
      to: t.arg(stretchArgs.to),
      subgroup: t.arg.int({
        description:
          "Values of a subgroup that follow each other, 1 to 10; without, as many as a fixture tests at once.",
      }),
      last: t.arg.int({ description: "Points at most, the latest ones; 200 without." }),
    },
    resolve: async (_root, { product, step, station, from, to, subgroup, last }, { db }) => {
      if (subgroup && (subgroup < 1 || subgroup > subgroupSizes.most))
        throw new MillwrightError("INVALID_INPUT", { path: "subgroup", problem: "must be 1 to 10" });
      const stretch = askedStretch(from, to, mostDays);
      const wanted = { ...stretch, product, step, station: station ?? undefined };
      const charted = await chartedOf(db, wanted, subgroup ?? undefined);
      return charted ? { ...charted, last: Math.min(mostPoints, Math.max(1, last ?? usualPoints)) } : null;
    },
  }),
);
