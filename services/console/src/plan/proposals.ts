import type { Imagined } from "../chat/events.ts";
import type { Bilingual } from "../lib/language.ts";
import { type DecisionLeave, decisionFields } from "../lib/leave.ts";

export interface Place {
  readonly equipmentId: string;
  readonly start: string;
  readonly end: string;
}

/** An operation that a proposed plan puts elsewhere. */
export interface Move {
  readonly workOrderId: string;
  readonly segment: number;
  readonly kind: "moved" | "later" | "earlier" | "new" | "gone";
  readonly before: Place | null;
  readonly after: Place | null;
}

export interface OrderShift {
  readonly workOrderId: string;
  readonly kind: Move["kind"];
  readonly shiftSeconds: number;
  readonly endAfter: string | null;
}

export interface Proposal {
  readonly number: number;
  readonly status: "Proposed" | "Adopted" | "Rejected" | "Expired" | "Stale";
  readonly cause: Bilingual;
  readonly baseVersion: number;
  readonly version: number | null;
  readonly proposedBy: string;
  readonly change: {
    readonly same: number;
    readonly moved: number;
    readonly lateBefore: number;
    readonly lateAfter: number;
    readonly orders: readonly OrderShift[];
  };
  readonly kpisBefore: { readonly weightedLateness?: number };
  readonly kpisAfter: { readonly weightedLateness?: number };
  readonly unplanned: readonly string[];
  readonly approval: {
    readonly argsHash: string;
    readonly may: DecisionLeave;
    readonly expiresAt: string;
    readonly decidedBy: string | null;
  } | null;
}

const fields = `number status cause { zh en } baseVersion version proposedBy
  change { same moved lateBefore lateAfter orders { workOrderId kind shiftSeconds endAfter } }
  kpisBefore kpisAfter unplanned approval { argsHash expiresAt decidedBy may ${decisionFields} }`;

export interface ProposalsPage {
  readonly waiting: readonly Proposal[];
  readonly decided: readonly Proposal[];
}

/** All that wait, and what was decided last. */
export const proposalsQuery = `query Proposals {
  waiting: planProposals(first: 50, waiting: true) { ${fields} }
  decided: planProposals(first: 1, waiting: false) { ${fields} } }`;

/** What a proposal moves: hundreds of operations, read when somebody wants to see them in the chart. */
export const movesQuery = `query Moves($number: Int!) { planProposal(number: $number) {
  moves { workOrderId segment kind before { equipmentId start end } after { equipmentId start end } } } }`;

/** A stop or a delay, as the API takes what happens. */
export const asHappening = (imagined: Imagined): Record<string, unknown> => {
  const { kind, ...values } = imagined;
  return { [kind === "down" ? "lineDown" : "receiptLate"]: values };
};

export const proposeMutation = `mutation Propose($happens: Happening!, $key: String!, $steady: Boolean, $conversation: String, $language: Language) {
  proposeRepair(happens: $happens, idempotencyKey: $key, steady: $steady, conversationId: $conversation, language: $language) { number } }`;

export const decideMutation = `mutation Decide($number: Int!, $argsHash: String!, $approve: Boolean!) {
  decidePlanProposal(number: $number, argsHash: $argsHash, approve: $approve) { number status } }`;
