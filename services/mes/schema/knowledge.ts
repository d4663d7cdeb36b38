import type { Generated } from "kysely";
import type { Json } from "./json.ts";

/** Documents in their revisions, and what answers are made of. */
export interface KnowledgeTables {
  knowledge_document: KnowledgeDocumentTable;
  knowledge_content: KnowledgeContentTable;
  knowledge_passage: KnowledgePassageTable;
  text_vector: TextVectorTable;
}

/** Superseded: another revision came after it. */
export type DocumentStatus = "Draft" | "InForce" | "Superseded" | "Withdrawn";

export interface KnowledgeDocumentTable {
  id: string;
  revision: string;
  title: string;
  status: DocumentStatus;
  language: "zh" | "en";
  owner: Generated<string>;
  /** Products, lines and process segments it is for; none: any. */
  products: Generated<string[]>;
  lines: Generated<string[]>;
  segments: Generated<string[]>;
  /** Roles that may read it; none: everyone. */
  roles: Generated<string[]>;
  /** Name of the file. */
  file: string;
  media_type: string;
  /** SHA-256 of the file, hex. */
  content_hash: string;
  bytes: number;
  imported_at: Generated<Date>;
  imported_by: string | null;
  simulated: Generated<boolean>;
  /** Grows with every change of the row. */
  change: Generated<string>;
}

export interface KnowledgeContentTable {
  document_id: string;
  revision: string;
  file: Buffer;
  /** Blocks as services/knowledge reads them. */
  blocks: Json<readonly unknown[]>;
}

export interface KnowledgePassageTable {
  document_id: string;
  revision: string;
  sort: number;
  /** Index of the block that it begins at. */
  block: number;
  /** Of a row of a table, its index. */
  table_row: number | null;
  /** Headings that it stands under. */
  path: string[];
  text: string;
  /** Where a person finds it: page, sheet and cell, slide, section. */
  locator: string;
}

export interface TextVectorTable {
  model: string;
  hash: string;
  /** 32-bit floats, little endian, of length one. */
  vector: Buffer;
}
