import { askCellRun, type UnitsWanted } from "../../../../agents/robot/ask-run.ts";
import { askJobAgain } from "../../../../agents/robot/cell-jobs.ts";
import { seeToUnit } from "../../../../agents/robot/see-to-unit.ts";
import { requireStandstill } from "../../../../agents/robot/standstill.ts";
import { MillwrightError } from "../../../core/errors.ts";
import { cellStops } from "../../../core/stop-reasons.ts";
import { plantNow } from "../../../mes/clock.ts";
import { enterCell, leaveCell } from "../../../mes/commands/cell-inside.ts";
import { confirmSetUp, resetCell, saveCell, stopCell } from "../../../mes/commands/cells.ts";
import { cellById, cellRunNumber, cellRunOf } from "../../../mes/queries/cells.ts";
import { sitesOf } from "../../../mes/queries/sites.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { Language } from "../plan/proposals.ts";
import { RunType } from "./run-types.ts";
import { CellType } from "./types.ts";

const UnitsInput = builder.inputType("CellUnitsInput", {
  description: "Units of one product that are to go through a cell.",
  fields: (t) => ({
    product: t.string({ required: true, description: "Material definition (ISA-95) of the product." }),
    count: t.int({ required: true, description: "Units to test, at least 1." }),
  }),
});
const CellAnswer = builder.objectRef<{ id: string }>("CellAct").implement({
  description: "A cell after an act on it.",
  fields: (t) => ({
    cell: t.field({
      type: CellType,
      description: "As it is now.",
      resolve: ({ id }, _args, { db }) => cellById(db, id),
    }),
  }),
});

builder.mutationFields((t) => ({
  saveCell: t.field({
    type: CellAnswer,
    description:
      "Stores a cell with its recipes; a run that goes on keeps what it began with. Role automation.",
    args: {
      description: t.arg({
        type: "JSON",
        required: true,
        description:
          "`cell` and `recipes`, as services/protocols/cell/description.ts defines them; checkCell tells what is wrong.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { description, idempotencyKey }, context) => {
      const [now, [site = "PLANT"]] = await Promise.all([plantNow(context.db), sitesOf(context.db)]);
      return once(context, idempotencyKey, { act: "save-cell", description }, async (tx, actId) => {
        const { cell } = await saveCell(tx, {
          value: description,
          site,
          actId,
          actorId: context.viewer.id,
          now,
        });
        return { id: cell.id };
      });
    },
  }),
  proposeCellRun: t.field({
    type: RunType,
    description:
      "Plans units through a cell and proposes it; nothing moves until role automation approves. The key makes the request.",
    args: {
      cell: t.arg.id({ required: true, description: "Cell that they go through." }),
      units: t.arg({
        type: [UnitsInput],
        required: true,
        description: "Products and how many of each, in the order in which they come.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
      conversationId: t.arg.string({ description: "Where it is told; one of its own if none is given." }),
      language: t.arg({ type: Language, defaultValue: "zh" }),
    },
    resolve: async (_root, { idempotencyKey, conversationId, language, ...given }, context) => {
      const { db, commands, viewer } = context;
      const now = await plantNow(db);
      const wish = { cell: String(given.cell), units: given.units as UnitsWanted[] };
      const act = { act: "cell-run", ...wish };
      const { number } = await once(context, idempotencyKey, act, async (tx, actId) => {
        const run = await askCellRun(tx, {
          ...wish,
          requestId: actId,
          actor: viewer,
          conversationId: conversationId ?? undefined,
          language: language ?? "zh",
          now,
        });
        return { number: run.number };
      });
      await commands.proposeCellRun(number);
      return cellRunOf(db, number);
    },
  }),
  confirmCellSetUp: t.field({
    type: RunType,
    description: "Tells that a fixture is mounted; the steps that wait for it may begin. Role automation.",
    args: {
      run: t.arg.id({ required: true, description: "Run that waits for it, such as CELLRUN-12." }),
      at: t.arg.string({ required: true, description: "Place of the cell, as the set-up names it." }),
      what: t.arg.string({
        required: true,
        description: "Fixture that is mounted now, as the set-up names it.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { run, at, what, idempotencyKey }, context) => {
      const number = cellRunNumber(String(run));
      const now = await plantNow(context.db);
      await once(context, idempotencyKey, { act: "cell-set-up", number, at, what }, async (tx, actId) => {
        await confirmSetUp(tx, number, { at, what, actId, actorId: context.viewer.id, now });
        return {};
      });
      return cellRunOf(context.db, number);
    },
  }),
  proposeCellJob: t.field({
    type: RunType,
    description:
      "Asks once more for a run of a job order that is at a cell, after one came to nothing. Roles automation and dispatcher.",
    args: {
      job: t.arg.id({ required: true, description: "Job order (ISA-95) that is at a cell." }),
      idempotencyKey: t.arg.string({ required: true }),
      language: t.arg({ type: Language, defaultValue: "zh" }),
    },
    resolve: async (_root, { job, idempotencyKey, language }, context) => {
      const { db, commands, viewer } = context;
      const how = { actorId: viewer.id, now: await plantNow(db), language: language ?? "zh" };
      const { number } = await once(context, idempotencyKey, { act: "cell-job", job }, async (tx) => ({
        number: (await askJobAgain(tx, String(job), how)).number,
      }));
      await commands.proposeCellRun(number);
      return cellRunOf(db, number);
    },
  }),
  seeToCellUnit: t.field({
    type: RunType,
    description:
      "A unit was taken by hand out of a tester that failed: into another one, plugged as it was, or set aside. Role automation.",
    args: {
      run: t.arg.id({ required: true, description: "Run that the unit belongs to, such as CELLRUN-12." }),
      unit: t.arg.string({ required: true, description: "Unit that stood in the tester." }),
      to: t.arg.string({ description: "The tester that it is in now; without one it is set aside." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { run, unit, to, idempotencyKey }, context) => {
      const number = cellRunNumber(String(run));
      const now = await plantNow(context.db);
      const act = { act: "see-to-unit", number, unit, to: to ?? null };
      await once(context, idempotencyKey, act, async (tx, actId) => {
        await seeToUnit(tx, number, { unit, to: to ?? null, actId, actorId: context.viewer.id, now });
        return {};
      });
      return cellRunOf(context.db, number);
    },
  }),
  stopCell: t.field({
    type: CellAnswer,
    description:
      "Emergency stop: nothing is begun any more, what moves is told to stop. Anybody who is signed in.",
    args: {
      id: t.arg.id({ required: true }),
      reason: t.arg.string({ description: "Why, up to 200 characters; shown at the cell." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, reason, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      const why = reason?.trim().slice(0, 200) || cellStops.emergency[0];
      return once(context, idempotencyKey, { act: "stop-cell", id, why }, async (tx, actId) => {
        await stopCell(tx, String(id), why, { actId, actorId: context.viewer.id, now });
        return { id: String(id) };
      });
    },
  }),
  enterCell: t.field({
    type: CellAnswer,
    description:
      "Before a person goes into the cell: nothing begins in it until everybody is out; what moves ends its step. Anybody who is signed in.",
    args: { id: t.arg.id({ required: true }), idempotencyKey: t.arg.string({ required: true }) },
    resolve: async (_root, { id, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "enter-cell", id }, async (tx, actId) => {
        await enterCell(tx, String(id), { actId, actorId: context.viewer.id, now });
        return { id: String(id) };
      });
    },
  }),
  leaveCell: t.field({
    type: CellAnswer,
    description: "A person is out of the cell again. Anybody for himself, role automation for others.",
    args: {
      id: t.arg.id({ required: true }),
      person: t.arg.string({ description: "Who is out, where it is not who says so." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, person: other, idempotencyKey }, context) => {
      const { viewer } = context;
      const person = other ?? viewer.id;
      if (person !== viewer.id && !viewer.roles.includes("automation"))
        throw new MillwrightError("FORBIDDEN", { role: ["automation"] });
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "leave-cell", id, person }, async (tx, actId) => {
        await leaveCell(tx, String(id), { person, actId, actorId: viewer.id, now });
        return { id: String(id) };
      });
    },
  }),
  resetCell: t.field({
    type: CellAnswer,
    description: "After a stop: somebody has looked, and the run goes on, or ends. Role automation.",
    args: {
      id: t.arg.id({ required: true }),
      reason: t.arg.string({ required: true, description: "What was found and done." }),
      goOn: t.arg.boolean({
        required: true,
        description: "True: the run goes on where it stood; false: it ends.",
      }),
      seenStill: t.arg.boolean({
        defaultValue: false,
        description:
          "True: this person has seen that nothing moves; needed while a step that was called off is not answered, or the control is away.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, reason, goOn, seenStill: seen, idempotencyKey }, context) => {
      if (reason.trim() === "")
        throw new MillwrightError("INVALID_INPUT", { path: "reason", problem: "must say what was found" });
      const now = await plantNow(context.db);
      const seenStill = seen ?? false;
      const act = { act: "reset-cell", id, reason, goOn, seenStill };
      return once(context, idempotencyKey, act, async (tx, actId) => {
        if (!seenStill) await requireStandstill(tx, String(id));
        await resetCell(tx, String(id), {
          reason: reason.trim().slice(0, 500),
          goOn,
          seenStill,
          actId,
          actorId: context.viewer.id,
          now,
        });
        return { id: String(id) };
      });
    },
  }),
}));
