import { plantNow } from "../../../mes/clock.ts";
import { type LineStop, lineStops } from "../../../mes/queries/line-stops.ts";
import { builder } from "../builder.ts";
import { stretchOf } from "./stretch.ts";

const kinds = {
  OFF_SHIFT: { description: "Outside of the shifts of its calendar." },
  PLANNED_STOP: { description: "Maintenance and the like, as the calendar has it." },
  BREAKDOWN: { description: "It is down: told by somebody, or as the line reports it now." },
} satisfies Record<LineStop["kind"], { description: string }>;
const Kind = builder.enumType("LineClosureKind", {
  description: "Why a line does not work.",
  values: kinds,
});

const LineStopType = builder.objectRef<LineStop>("LineClosure").implement({
  description: "A stretch in which a line does not work.",
  fields: (t) => ({
    equipmentId: t.exposeID("equipmentId", { description: "The line." }),
    kind: t.expose("kind", { type: Kind, description: "Why it does not work." }),
    start: t.expose("start", { type: "DateTime", description: "When it begins. Plant time." }),
    end: t.expose("end", {
      type: "DateTime",
      description: "When it ends; of a breakdown that lasts, what the planner takes it to. Plant time.",
    }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "In the words of who entered it or of the machine; null where nothing was said.",
    }),
  }),
});

builder.queryField("lineStops", (t) =>
  t.field({
    type: [LineStopType],
    description: "When lines do not work within a stretch of at most 31 days, line by line.",
    args: {
      from: t.arg({ type: "DateTime", required: true, description: "Begin of the stretch. Plant time." }),
      to: t.arg({ type: "DateTime", required: true, description: "Its end. Plant time." }),
    },
    resolve: async (_root, { from, to }, { db }) => lineStops(db, stretchOf(from, to), await plantNow(db)),
  }),
);
