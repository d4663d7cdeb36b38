import { isIndex, type Watchable } from "../../../../agents/analyst/alerts/characteristic.ts";
import { eachLine } from "../../../../agents/analyst/alerts/rule.ts";
import { MillwrightError } from "../../../core/errors.ts";
import { isMeasured } from "../../../mes/queries/measured.ts";
import { builder } from "../builder.ts";
import { AlertDone, PeriodType } from "../plant/alerts.ts";
import { invalid, saveRule, toldBy } from "../plant/save-rule.ts";

const WatchableType = builder.enumType("CharacteristicWatch", {
  description: "What is watched of a test step, in the values of the last 28 days.",
  values: {
    cpk: { description: "Cpk below the threshold; of 100 values or more." },
    ppk: { description: "Ppk below the threshold; of 100 values or more." },
    drift: { description: "The level of a tester has moved, as `drift` of a characteristic tells." },
    control: {
      description:
        "Points of a tester's control chart break one of Nelson's first four rules: beyond a limit, nine on one side, six rising or falling, fourteen up and down.",
    },
  } as const satisfies Record<Watchable, object>,
});

builder.mutationField("watchCharacteristic", (t) =>
  t.field({
    type: AlertDone,
    description:
      "Watches what a step of the test of a product measures from now on. Role process, manager or planner.",
    args: {
      productId: t.arg.string({ required: true }),
      step: t.arg.string({ required: true, description: "Step of its test; it was measured at least once." }),
      station: t.arg.string({
        description:
          "A tester; * for each by itself; without, of an index all of them together and of anything else each by itself.",
      }),
      watch: t.arg({ type: WatchableType, required: true, description: "What of it raises the alert." }),
      threshold: t.arg.float({ description: "Of an index, below which it raises; more than 0." }),
      period: t.arg({
        type: PeriodType,
        required: true,
        description: "How often it is looked at: when one of these is over.",
      }),
      role: t.arg.string({ description: "Who is told; the process engineer unless it is said." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { idempotencyKey, ...given }, context) => {
      const { productId: product, step, watch, period } = given;
      const role = toldBy(given.role, "process");
      const threshold = given.threshold ?? null;
      if (isIndex(watch) && !(threshold !== null && threshold > 0))
        throw invalid("threshold", "must be more than 0");
      if (!isIndex(watch) && threshold !== null) throw invalid("threshold", "must be left out");
      const line = given.station ?? (isIndex(watch) ? null : eachLine);
      const station = line === eachLine ? null : line;
      if (!(await isMeasured(context.db, { product, step, station })))
        throw new MillwrightError("NOT_FOUND", {
          kind: "test step",
          id: [product, step, station].filter(Boolean).join(" "),
        });
      return saveRule(context, idempotencyKey, {
        metric: watch,
        ...{ product, step, line, threshold, period, role },
        ...{ kind: null, shift: null },
        condition: isIndex(watch) ? "below" : "limits",
      });
    },
  }),
);
