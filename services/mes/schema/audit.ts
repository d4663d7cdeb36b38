import type { Generated, GeneratedAlways } from "kysely";
import type { Json } from "./json.ts";

/** What the content filter decided, and how the audit is kept. */
export interface AuditTables {
  content_decision: ContentDecisionTable;
  act_origin: ActOriginTable;
  audit_task: AuditTaskTable;
  audit_redaction: AuditRedactionTable;
}

/** Sealed events that were rewritten since; the leaves have the SHA-256 of each, before and after. */
export interface AuditRedactionTable {
  number: number;
  seqs: string[];
  old_leaves: Buffer;
  new_leaves: Buffer;
  previous: string;
  hash: string;
  signature: string;
  at: Date;
}

/** From where somebody acted. */
export interface ActOriginTable {
  id: GeneratedAlways<string>;
  channel: string;
  address: string;
  agent: string;
  first_at: GeneratedAlways<Date>;
}

/** What the worker is asked to do with the audit; times are wall time. */
export interface AuditTaskTable {
  id: string;
  kind: "Check" | "Pseudonymise";
  status: Generated<"Asked" | "Running" | "Done" | "Failed">;
  asked_by: string | null;
  asked_at: GeneratedAlways<Date>;
  finished_at: Date | null;
  arguments: Json<Record<string, unknown>>;
  progress: Generated<number>;
  result: Json<Record<string, unknown> | null>;
}

/** A text that was turned back, or of which words were withheld; its event holds the hash of what is here. */
export interface ContentDecisionTable {
  id: string;
  at: Generated<Date>;
  place: string;
  action: "Refused" | "Withheld";
  families: string[];
  /** How it was hidden. */
  trick: string | null;
  /** Its first signs, data about people masked. */
  excerpt: string;
  subject_type: string | null;
  subject_id: string | null;
  /** Who brought it. */
  person_id: string | null;
  conversation_id: string | null;
  number: GeneratedAlways<string>;
}
