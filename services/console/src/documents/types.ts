import type { Instruction as Stored } from "../../../../agents/process/instruction/model.ts";
import type { Bilingual } from "../lib/language.ts";
import { type Leave, leaveFields } from "../lib/leave.ts";

export type {
  Fact,
  MaterialLine,
  Named,
  ParameterLine,
  Quote,
  Run,
  Step,
  Text,
} from "../../../../agents/process/instruction/model.ts";

/** As the API tells it: what was read of the master data stays with the server. */
export type Content = Omit<Stored, "basis">;

export interface Change {
  readonly source: Bilingual;
  readonly was: string | null;
  readonly now: string | null;
  readonly steps: readonly string[];
}

export interface Summary {
  readonly documentId: string;
  readonly version: number;
  readonly status: string;
  readonly title: Bilingual;
  readonly productId: string;
  readonly segment: number;
  readonly line: string | null;
  readonly changedBy: string;
  readonly changedAt: string;
  readonly staleSteps: readonly string[];
}

export interface Difference {
  readonly step: string;
  readonly title: Bilingual;
  readonly field: string;
  readonly was: Bilingual | null;
  readonly now: Bilingual | null;
}

export interface Conflict {
  readonly step: string;
  readonly field: string;
  readonly mine: readonly Bilingual[];
  readonly theirs: readonly Bilingual[];
}

export interface Instruction extends Omit<Summary, "staleSteps"> {
  readonly edition: number;
  readonly approvedBy: string | null;
  readonly activeSince: string | null;
  /** Whether who looks may approve it. */
  readonly approval: Leave;
  readonly changes: readonly Change[];
  readonly content: Content;
  readonly sources: Readonly<Record<string, Bilingual>>;
  readonly pictures: readonly { readonly step: string; readonly svg: string; readonly caption: Bilingual }[];
  readonly problems: readonly { readonly code: string; readonly step: string; readonly message: Bilingual }[];
  readonly conflicts: readonly Conflict[];
  readonly edits: readonly Difference[];
  readonly sinceVersionBefore: readonly Difference[];
  readonly versions: readonly {
    readonly version: number;
    readonly status: string;
    readonly changedBy: string;
    readonly changedAt: string;
    readonly approvedBy: string | null;
    readonly activeSince: string | null;
  }[];
}

export const listQuery = `query Instructions($search: String, $first: Int) { workInstructions(search: $search, first: $first, urgentFirst: true) {
  totalCount outOfDate pageInfo { hasNextPage }
  edges { node { documentId version status title { zh en } productId segment line changedBy changedAt staleSteps } } } }`;

export interface InstructionPage {
  readonly totalCount: number;
  readonly outOfDate: number;
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly edges: readonly { readonly node: Summary }[];
}

const difference = "{ step title { zh en } field was { zh en } now { zh en } }";
export const openQuery = `query Instruction($documentId: ID!, $version: Int!, $language: InstructionLanguage!) {
  workInstruction(documentId: $documentId, version: $version) {
    documentId version status edition title { zh en } productId segment line changedBy changedAt approvedBy activeSince approval ${leaveFields}
    changes { source { zh en } was now steps }
    content sources pictures(language: $language) { step svg caption { zh en } }
    problems { code step message { zh en } }
    conflicts { step field mine { zh en } theirs { zh en } }
    edits ${difference} sinceVersionBefore ${difference}
    versions { version status changedBy changedAt approvedBy activeSince } } }`;

export const productsQuery = "query Products { routedProducts { id name { zh en } } }";
export const routingQuery =
  "query Routing($productId: ID!) { routing(productId: $productId) { segment name { zh en } documentId } }";

export const writeMutation = `mutation Write($productId: ID!, $segment: Int!, $line: String, $key: String!) {
  writeInstruction(productId: $productId, segment: $segment, line: $line, idempotencyKey: $key) { documentId version conflicts } }`;
const version = "documentId: $documentId, version: $version, edition: $edition, idempotencyKey: $key";
const given = "$documentId: ID!, $version: Int!, $edition: Int!, $key: String!";
export const editMutation = `mutation Edit(${given}, $edit: InstructionEditInput!) {
  editInstruction(${version}, edit: $edit) { version } }`;
export const settleMutation = `mutation Settle(${given}, $step: String!, $field: InstructionConflictField!, $keep: InstructionKeep!) {
  settleInstruction(${version}, step: $step, field: $field, keep: $keep) { version } }`;
export const moveMutation = `mutation Move(${given}, $to: InstructionStage!) {
  moveInstruction(${version}, to: $to) { version } }`;
