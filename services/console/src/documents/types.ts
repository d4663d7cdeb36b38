import type { Bilingual } from "../lib/language.ts";

/** As the API tells it: texts made of words and facts. */
export interface Fact {
  readonly text: string;
  readonly source: string;
}
export type Run = string | Fact;
export interface Text {
  readonly zh: readonly Run[];
  readonly en: readonly Run[];
}
export interface Named {
  readonly zh: Fact;
  readonly en: Fact;
}
export interface MaterialLine {
  readonly position: Fact;
  readonly material: Fact;
  readonly name: Named;
  readonly quantity: Fact;
  readonly unit: Fact;
  readonly designators: Fact | null;
  readonly alternates: readonly { readonly rank: Fact; readonly material: Fact }[];
  readonly vendors: readonly Fact[];
}
export interface ParameterLine {
  readonly characteristic: Fact;
  readonly name: Named;
  readonly target: Fact | null;
  readonly lower: Fact | null;
  readonly upper: Fact | null;
  readonly unit: Fact | null;
  readonly method: Named | null;
}
export interface Quote {
  readonly passage: string;
  readonly text: string;
}
export interface Step {
  readonly id: string;
  readonly title: Text;
  readonly action: readonly Text[];
  readonly parameters: readonly ParameterLine[];
  readonly materials: readonly MaterialLine[];
  readonly check: readonly Text[];
  readonly notes: readonly Text[];
  readonly quotes: readonly Quote[];
}
export interface Content {
  readonly product: { readonly id: Fact; readonly name: Named };
  readonly workMaster: { readonly id: Fact; readonly version: Fact };
  readonly segment: { readonly number: Fact; readonly name: Named };
  readonly bomHash: string;
  readonly context: readonly Text[];
  readonly prerequisites: {
    readonly tools: readonly { readonly id: Fact; readonly name: Named; readonly units: Fact | null }[];
    readonly skills: readonly Fact[];
    readonly lines: readonly { readonly id: Fact; readonly name: Named; readonly seconds: Fact }[];
    readonly kit: readonly Text[];
    readonly safety: readonly Quote[];
  };
  readonly steps: readonly Step[];
  readonly result: readonly Text[];
  readonly records: readonly Text[];
  readonly after: readonly Text[];
  readonly passages: Readonly<
    Record<
      string,
      {
        readonly documentId: string;
        readonly title: string;
        readonly revision: string;
        readonly locator: string;
      }
    >
  >;
}

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

export const listQuery = `query Instructions($search: String) { workInstructions(search: $search) {
  documentId version status title { zh en } productId segment line changedBy changedAt staleSteps } }`;

const difference = "{ step title { zh en } field was { zh en } now { zh en } }";
export const openQuery = `query Instruction($documentId: ID!, $version: Int!, $language: InstructionLanguage!) {
  workInstruction(documentId: $documentId, version: $version) {
    documentId version status edition title { zh en } productId segment line changedBy changedAt approvedBy activeSince
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
