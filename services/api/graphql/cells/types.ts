import {
  type CellJob,
  type CellRow,
  cellJobs,
  cellRunId,
  describedCell,
  runningIn,
  runsOfCell,
} from "../../../mes/queries/cells.ts";
import type { CellInside } from "../../../mes/schema/cell.ts";
import { builder } from "../builder.ts";
import { within } from "../connection.ts";
import { BilingualText } from "../plant/plant.ts";
import { RunType } from "./run-types.ts";

const JobType = builder.objectRef<CellJob>("CellJob").implement({
  description: "A job order that is at a cell with pieces left to test.",
  fields: (t) => ({
    id: t.exposeID("id"),
    workOrderId: t.exposeString("work_order_id"),
    productId: t.exposeString("product_id"),
    good: t.exposeInt("good"),
    quantity: t.exposeInt("quantity"),
    held: t.exposeBoolean("held"),
    lastRun: t.string({
      nullable: true,
      description: "Latest run of its units; null before the first.",
      resolve: ({ run }) => (run ? cellRunId(run) : null),
    }),
    lastStatus: t.string({
      nullable: true,
      description: "Where that run stands; null before the first.",
      resolve: ({ status }) => status ?? null,
    }),
  }),
});

const InsideType = builder.objectRef<CellInside>("CellInside").implement({
  description: "Somebody who is in a cell.",
  fields: (t) => ({
    person: t.exposeString("person", { description: "Person who said so." }),
    since: t.field({
      type: "DateTime",
      description: "When it was said. Plant time.",
      resolve: ({ since }) => new Date(since),
    }),
  }),
});

const mostRuns = 50;

export const CellType = builder.objectRef<CellRow>("Cell").implement({
  description: "A robot cell.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.name_zh, en: row.name_en }) }),
    description: t.field({
      type: "JSON",
      description: "Places, robots and zones, as services/protocols/cell/description.ts defines them.",
      resolve: ({ description }) => description,
    }),
    recipes: t.field({
      type: "JSON",
      description:
        "What is done with each product, step by step, as services/protocols/cell/description.ts defines it.",
      resolve: async ({ id }, _args, { db }) => (await describedCell(db, id)).recipes,
    }),
    version: t.exposeInt("version"),
    online: t.exposeBoolean("online", { description: "Whether its control is connected." }),
    stopped: t.exposeString("stopped", {
      nullable: true,
      description: "Why nothing may move; null: it may.",
    }),
    stoppedBy: t.exposeString("stopped_by", {
      nullable: true,
      description: "Person who stopped it; null while it may move.",
    }),
    stoppedAt: t.expose("stopped_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was stopped; null while it may move. Plant time.",
    }),
    inside: t.field({
      type: [InsideType],
      description: "Who is in it; while anybody is, nothing begins.",
      resolve: ({ inside }) => inside,
    }),
    amInside: t.boolean({
      description: "Whether who asks is in it.",
      resolve: ({ inside }, _args, { viewer }) => inside.some(({ person }) => person === viewer.id),
    }),
    workCentre: t.exposeString("equipment_id", {
      nullable: true,
      description: "Work centre (ISA-95) of the plan that it is; null where no job orders come to it.",
    }),
    jobs: t.field({
      type: [JobType],
      description: "Job orders that wait here, or are worked on.",
      resolve: ({ id }, _args, { db }) => cellJobs(db, id),
    }),
    run: t.field({
      type: RunType,
      nullable: true,
      description: "The run that goes on; null while none does.",
      resolve: async ({ id }, _args, { db }) => (await runningIn(db, id)) ?? null,
    }),
    runs: t.field({
      type: [RunType],
      description: "The latest first.",
      args: { first: t.arg.int({ defaultValue: 10 }) },
      resolve: ({ id }, { first }, { db }) => runsOfCell(db, id, within(mostRuns, first, 10)),
    }),
  }),
});
