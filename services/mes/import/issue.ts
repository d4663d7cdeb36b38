import type { Bilingual } from "../../core/errors.ts";

/** One thing that is wrong, and how to mend it. */
export interface ImportIssue {
  readonly file: string;
  /** As an editor counts: the header is row 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly code:
    | "unknown-file"
    | "unreadable"
    | "missing-column"
    | "unknown-column"
    | "wrong-value"
    | "duplicate"
    | "unknown-reference"
    | "cycle"
    /** An injection into prompts and answers. */
    | "commands-model";
  readonly message: Bilingual;
}
