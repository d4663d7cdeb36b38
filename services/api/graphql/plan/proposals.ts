import type { PlanChange } from "../../../../agents/scheduler/proposals/change.ts";
import { nextOrderId } from "../../../mes/queries/orders.ts";
import {
  type PlanProposal,
  proposalByNumber,
  proposalId,
  recentProposals,
} from "../../../mes/queries/proposals.ts";
import type { ProposedMove, ProposedPlace } from "../../../mes/schema/plan.ts";
import { ApprovalType, approvalOf } from "../acts.ts";
import { builder, languages } from "../builder.ts";
import { within } from "../connection.ts";
import { once } from "../idempotency.ts";
import { BilingualText } from "../plant/plant.ts";
import { HappeningInput, happeningOf, steadyMeans } from "./happening.ts";
import { PlanDiffType } from "./planning.ts";

const PlaceType = builder.objectRef<ProposedPlace>("ProposedPlace").implement({
  description: "Line and time of an operation.",
  fields: (t) => ({
    equipmentId: t.exposeString("equipmentId"),
    start: t.field({ type: "DateTime", resolve: (row) => new Date(row.start) }),
    end: t.field({ type: "DateTime", resolve: (row) => new Date(row.end) }),
  }),
});

const MoveType = builder.objectRef<ProposedMove>("ProposedMove").implement({
  description: "An operation that is not where it was: moved (to another line), later, earlier, new or gone.",
  fields: (t) => ({
    workOrderId: t.exposeString("workOrderId"),
    segment: t.exposeInt("segment"),
    kind: t.exposeString("kind", { description: "moved (to another line), later, earlier, new or gone." }),
    before: t.field({
      type: PlaceType,
      nullable: true,
      description: "Where it is in the plan in force; null for a new one.",
      resolve: (row) => row.before ?? null,
    }),
    after: t.field({
      type: PlaceType,
      nullable: true,
      description: "Where it goes; null for one that is gone.",
      resolve: (row) => row.after ?? null,
    }),
  }),
});

/** Dates in stored JSON are texts. */
const changeOf = ({ change }: PlanProposal): PlanChange => {
  const { orders, ...rest } = change as PlanChange;
  const date = (time: Date | undefined) => (time === undefined ? {} : new Date(time));
  return {
    ...rest,
    orders: orders.map(({ endBefore, endAfter, ...order }) => ({
      ...order,
      ...(endBefore ? { endBefore: date(endBefore) as Date } : {}),
      ...(endAfter ? { endAfter: date(endAfter) as Date } : {}),
    })),
  };
};

const ProposalType = builder.objectRef<PlanProposal>("PlanProposal").implement({
  description: "A plan that answers an event. It comes into force only when a planner approves it.",
  fields: (t) => ({
    id: t.id({ resolve: (row) => proposalId(row.number) }),
    number: t.exposeInt("number", { description: "Its number; the id is made of it." }),
    status: t.string({
      description: "Proposed, Adopted, Rejected, Expired, or Stale when another plan came into force before.",
      resolve: async ({ status, tool_call_id: call }, _args, context) => {
        if (status !== "Proposed") return status;
        const approval = await approvalOf(context, call);
        return approval?.status === "Pending" && approval.expires_at <= new Date() ? "Expired" : status;
      },
    }),
    cause: t.expose("cause", { type: BilingualText, description: "What happened, in words." }),
    happening: t.field({
      type: "JSON",
      description:
        "What happened, by kind: down, absent, late, scrap, cancel, expedite, move, change, order or rush.",
      resolve: (row) => row.happening,
    }),
    baseVersion: t.exposeInt("base_version", { description: "The plan that it changes." }),
    version: t.exposeInt("version", {
      nullable: true,
      description: "The plan that it has become; null unless it was adopted.",
    }),
    proposedBy: t.exposeString("proposed_by", {
      description: "Person who asked for it, or for whom a playbook did.",
    }),
    plantTime: t.expose("plant_time", { type: "DateTime" }),
    createdAt: t.expose("created_at", { type: "DateTime", description: "Wall time." }),
    change: t.field({
      type: PlanDiffType,
      description: "What the proposed plan does with the orders.",
      resolve: changeOf,
    }),
    moves: t.field({
      type: [MoveType],
      description: "Operations that are not where they were.",
      resolve: (row) => row.moves,
    }),
    kpisBefore: t.field({
      type: "JSON",
      description: "Figures of the plan that it changes, by name.",
      resolve: (row) => row.kpis_before,
    }),
    kpisAfter: t.field({
      type: "JSON",
      description: "Figures of the proposed plan, by name.",
      resolve: (row) => row.kpis_after,
    }),
    unplanned: t.exposeStringList("unplanned", {
      description: "Orders that no known receipt brings the material for.",
    }),
    evidence: t.field({ type: "JSON", resolve: (row) => row.evidence }),
    approval: t.field({
      type: ApprovalType,
      nullable: true,
      description: "What a decision has to be about; null before it waits for one.",
      resolve: async (row, _args, context) => (await approvalOf(context, row.tool_call_id)) ?? null,
    }),
  }),
});

const mostListed = 50;

builder.queryFields((t) => ({
  planProposals: t.field({
    type: [ProposalType],
    description: "Proposed plans, the latest first.",
    args: {
      first: t.arg.int({ defaultValue: 10 }),
      waiting: t.arg.boolean({
        description: "True: only those that wait for a decision; false: only the others.",
      }),
    },
    resolve: (_root, { first, waiting }, { db }) =>
      recentProposals(db, within(mostListed, first, 10), waiting ?? undefined),
  }),
  planProposal: t.field({
    type: ProposalType,
    description: "One proposal, by its number.",
    args: { number: t.arg.int({ required: true, description: "Number of the proposal." }) },
    resolve: (_root, { number }, { db }) => proposalByNumber(db, number),
  }),
}));

export const Language = builder.enumType("Language", {
  description: "Language that people are answered in.",
  values: languages,
});

builder.mutationFields((t) => ({
  proposeRepair: t.field({
    type: ProposalType,
    description:
      "Repairs the plan in force after an event and proposes the repaired plan; the key makes the request.",
    args: {
      happens: t.arg({ type: HappeningInput, required: true, description: "What has happened." }),
      idempotencyKey: t.arg.string({ required: true }),
      steady: t.arg.boolean({ description: steadyMeans }),
      conversationId: t.arg.string({ description: "Where it is told; one of its own if none is given." }),
      language: t.arg({ type: Language, defaultValue: "zh" }),
    },
    resolve: async (_root, { happens, idempotencyKey, ...wish }, context) => {
      const { db, commands, viewer } = context;
      const steady = wish.steady ?? false;
      const act = { act: "repair-plan", happens, steady };
      const { requestId } = await once(context, idempotencyKey, act, async (_tx, actId) => ({
        requestId: actId,
      }));
      const number = await commands.requestRepair(viewer, {
        requestId,
        happening: async () => happeningOf(db, happens, await nextOrderId(db)),
        steady,
        conversationId: wish.conversationId ?? undefined,
        language: wish.language ?? "zh",
      });
      return proposalByNumber(db, number);
    },
  }),
  decidePlanProposal: t.field({
    type: ProposalType,
    description:
      "Approves or rejects a proposed plan; argsHash must be the one of its approval, as it was shown.",
    args: {
      number: t.arg.int({ required: true, description: "Number of the proposal." }),
      argsHash: t.arg.string({ required: true }),
      approve: t.arg.boolean({ required: true }),
    },
    resolve: async (_root, decision, { db, commands, viewer }) => {
      await commands.decideProposal(viewer, decision);
      return proposalByNumber(db, decision.number);
    },
  }),
}));
