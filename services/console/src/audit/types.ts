import type { Bilingual } from "../lib/language.ts";
import type { PlantEvent } from "../lib/socket.ts";
import type { kindWords } from "./words.ts";

export type Kind = keyof typeof kindWords;

export interface Person {
  readonly id: string;
  readonly name: Bilingual;
}

export interface Decision {
  readonly id: string;
  readonly at: string;
  readonly place: "chat" | "document" | "record" | "message" | "answer";
  readonly action: "Refused" | "Withheld";
  readonly reasons: readonly Bilingual[];
  readonly trick: string | null;
  readonly excerpt: string;
  readonly subjectId: string | null;
  readonly personId: string | null;
}

export interface Entry {
  readonly seq: string;
  readonly type: string;
  readonly time: string;
  readonly recordedAt: string;
  readonly source: string;
  readonly who: Person | null;
  readonly approvedBy: Person | null;
  readonly objects: PlantEvent["objects"];
  readonly attributes: PlantEvent["attributes"];
  readonly origin: { readonly channel: string; readonly address: string; readonly agent: string } | null;
  readonly decision: Decision | null;
  readonly toolCallId: string | null;
  readonly batch: number | null;
}

export interface Evidence {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly askedBy: string;
  readonly sentence: string;
  readonly model: string | null;
  readonly confidence: number | null;
  readonly steps: readonly {
    readonly role: string;
    readonly status: string;
    readonly summary: Bilingual;
  }[];
  readonly approval: {
    readonly status: string;
    readonly decidedBy: string | null;
    readonly decidedAt: string | null;
    readonly argsHash: string;
    readonly planVersion: number;
  } | null;
}

export interface Chain {
  readonly batches: number;
  readonly rows: number;
  readonly unsealed: number;
  readonly parts: readonly {
    readonly from: number;
    readonly to: number;
    readonly rows: number;
    readonly sealedAt: string;
  }[];
  readonly check: {
    readonly status: "Asked" | "Running" | "Done" | "Failed";
    readonly finishedAt: string | null;
    readonly batches: number;
    readonly head: string | null;
    readonly broken: { readonly batch: number; readonly seq: string | null; readonly problem: string } | null;
  } | null;
}

export interface PageOf<T> {
  readonly edges: readonly { readonly node: T }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const decision = "{ id at place action reasons { zh en } trick excerpt subjectId personId }";
const person = "{ id name { zh en } }";

export const auditQuery = `query($person: ID, $subject: ID, $kind: AuditKind, $from: DateTime, $to: DateTime, $after: String) {
  audit(person: $person, subject: $subject, kind: $kind, from: $from, to: $to, first: 50, after: $after) {
    edges { node { seq type time recordedAt source who ${person} approvedBy ${person} objects attributes
      origin { channel address agent } decision ${decision} toolCallId batch } }
    pageInfo { hasNextPage endCursor } } }`;
export const decisionsQuery = `query($after: String) { contentDecisions(first: 50, after: $after) {
  edges { node ${decision} } pageInfo { hasNextPage endCursor } } }`;
export const evidenceQuery = `query($id: ID!) { auditEvidence(toolCallId: $id) { tool args askedBy sentence model confidence
  steps { role status summary { zh en } } approval { status decidedBy decidedAt argsHash planVersion } } }`;
const chain = `{ batches rows unsealed parts { from to rows sealedAt }
  check { status finishedAt batches head broken { batch seq problem } } }`;
export const chainQuery = `query { auditState ${chain} }`;
export const checkMutation = `mutation($key: String!) { checkAudit(idempotencyKey: $key) ${chain} }`;
export const peopleQuery = `query { auditPeople ${person} }`;

export interface LeaverTask {
  readonly status: "Asked" | "Running" | "Done" | "Failed";
  readonly pseudonym: string | null;
  readonly problem: Bilingual | null;
}
export const tracesQuery = `query($id: ID!) { personTraces(id: $id) { table rows } }`;
export const leaverQuery = `query($id: ID!) { leaverTask(id: $id) { status pseudonym problem { zh en } } }`;
export const leaveMutation = `mutation($id: ID!, $confirm: String!, $key: String!) {
  pseudonymisePerson(id: $id, confirm: $confirm, idempotencyKey: $key) { id } }`;
