import type { Generated, GeneratedAlways } from "kysely";

/** What the content filter decided, and how the audit is kept. */
export interface AuditTables {
  content_decision: ContentDecisionTable;
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
