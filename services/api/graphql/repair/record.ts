import { MillwrightError } from "../../../core/errors.ts";
import { plantNow } from "../../../mes/clock.ts";
import { type RepairMade, recordRepair } from "../../../mes/commands/repair.ts";
import { builder } from "../builder.ts";
import { once } from "../idempotency.ts";
import { FindingInput, findingsOf } from "./findings.ts";

const RepairMadeType = builder.objectRef<RepairMade>("RecordedRepair").implement({
  description: "A repair as it was written down.",
  fields: (t) => ({
    id: t.exposeID("id"),
    unitId: t.exposeString("unitId"),
    attempt: t.exposeInt("attempt"),
    causeId: t.exposeString("causeId"),
    actionId: t.exposeString("actionId", {
      nullable: true,
      description: "Repair, of the plant's catalogue; null where nothing was repaired.",
    }),
    status: t.exposeString("status", { description: "Where the unit stands now: Retest or Scrapped." }),
  }),
});

const OutcomeType = builder.enumType("RepairOutcome", {
  description: "What became of a failed unit.",
  values: {
    Repaired: { description: "A cause was mended; the unit goes to its test again (CFX RepairSuccessful)." },
    NotReproduced: { description: "Nothing was found wrong; the unit goes to its test again." },
    Scrapped: { description: "It is not worth repairing (CFX Scrap)." },
  } as const,
});

builder.mutationField("recordRepair", (t) =>
  t.field({
    type: RepairMadeType,
    description:
      "Writes down what was found and done on a failed unit; the unit goes to its test again, or is scrapped. The expert learns it at once. Role repair.",
    args: {
      unitId: t.arg.id({ required: true }),
      outcome: t.arg({ type: OutcomeType, required: true, description: "What became of the unit." }),
      causeId: t.arg.string({ description: "Needed unless the outcome is NotReproduced." }),
      actionId: t.arg.string({ description: "Without it, the cause's own action." }),
      findings: t.arg({ type: [FindingInput], description: "What looks at the unit found." }),
      minutes: t.arg.float({ description: "Working time, minutes; without, it is not written down." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { idempotencyKey, ...given }, context) => {
      const { minutes } = given;
      if (minutes !== null && minutes !== undefined && !(minutes >= 0 && minutes <= 100_000))
        throw new MillwrightError("INVALID_INPUT", { path: "minutes", problem: "must be 0 to 100000" });
      const now = await plantNow(context.db);
      const record = {
        unitId: String(given.unitId),
        outcome: given.outcome,
        causeId: given.causeId ?? null,
        actionId: given.actionId ?? null,
        findings: findingsOf(given.findings),
        minutes: minutes ?? null,
      };
      return once(context, idempotencyKey, { act: "repair", ...record }, (tx, actId) =>
        recordRepair(tx, { ...record, actorId: context.viewer.id, actId, now }),
      );
    },
  }),
);
