export interface Document {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly status: string;
  readonly language: string;
  readonly owner: string;
  readonly products: readonly string[];
  readonly lines: readonly string[];
  readonly segments: readonly string[];
  readonly roles: readonly string[];
  readonly file: string;
  readonly simulated: boolean;
}

export interface Place {
  readonly page?: number;
  readonly slide?: number;
  readonly sheet?: string;
  readonly cell?: string;
}

/** A block of a document's text, as the server reads it. */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string; readonly place?: Place }
  | { readonly kind: "paragraph" | "caption" | "formula"; readonly text: string; readonly place?: Place }
  | { readonly kind: "item"; readonly text: string; readonly marker: string; readonly place?: Place }
  | {
      readonly kind: "table";
      readonly caption?: string;
      readonly header: readonly string[];
      readonly rows: readonly { readonly cells: readonly string[]; readonly place?: Place }[];
      readonly place?: Place;
    };

export interface OpenDocument extends Document {
  readonly revisions: readonly string[];
  readonly blocks: readonly Block[];
}

/** A place in a document to be shown. */
export interface Spot {
  readonly documentId: string;
  readonly revision?: string | undefined;
  readonly block?: number | undefined;
  readonly row?: number | null | undefined;
  readonly column?: number | null | undefined;
  readonly quote?: string | undefined;
}

export interface Citation extends Spot {
  readonly number: number;
  readonly revision: string;
  readonly title: string;
  readonly locator: string;
  readonly block: number;
  readonly quote: string;
}

export interface Answer {
  readonly answered: boolean;
  readonly conflicting: boolean;
  readonly parts: readonly {
    readonly kind: string;
    readonly text: string;
    readonly value: string | null;
    readonly steps: readonly string[];
    readonly citations: readonly number[];
  }[];
  readonly citations: readonly Citation[];
  /** What the question asked besides, and no document answers. */
  readonly missing: readonly string[];
  readonly nearest: readonly {
    readonly id: string;
    readonly documentId: string;
    readonly revision: string;
    readonly title: string;
    readonly locator: string;
    readonly text: string;
    readonly block: number;
    readonly row: number | null;
  }[];
}

const documentFields = "id revision title status language owner products lines segments roles file simulated";

export const documentsQuery = `query KnowledgeDocuments { knowledgeDocuments { ${documentFields} } }`;
export const documentQuery = `query KnowledgeDocument($id: ID!, $revision: String) {
  knowledgeDocument(id: $id, revision: $revision) { ${documentFields} revisions blocks }
}`;
export const askQuery = `query AskDocuments($question: String!) {
  askDocuments(question: $question) {
    answered conflicting missing
    parts { kind text value steps citations }
    citations { number documentId revision title locator block row column quote }
    nearest { id documentId revision title locator text block row }
  }
}`;
export const withdrawMutation = `mutation WithdrawDocument($id: ID!, $revision: String!, $key: String!) {
  withdrawDocument(id: $id, revision: $revision, idempotencyKey: $key) { id status }
}`;
