import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { CardRow } from "../../runtime/context.ts";
import type { Evidence } from "../../runtime/tool.ts";

/** What is told of one thing of the plant. */
export interface Card {
  readonly text: Bilingual;
  readonly rows?: readonly CardRow[];
  readonly evidence: readonly Evidence[];
  readonly mentioned?: { readonly order?: string; readonly line?: string };
}

/** @throws MillwrightError NOT_FOUND when it is gone. */
export type CardOf = (db: Db, id: string, now: Date) => Promise<Card>;

/** A row of the data store as evidence. @param label Its names, where they are told. */
export const rowEvidence = (
  kind: Evidence["kind"],
  id: string,
  source: string,
  facts: Evidence["facts"],
  now: Date,
  label?: string,
): Evidence => ({ kind, id, facts, source, at: now.toISOString(), ...(label ? { label } : {}) });

export const both = (word: string): Bilingual => ({ zh: word, en: word });
