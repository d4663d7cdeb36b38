import type { Bilingual } from "../../../services/core/errors.ts";
import type { ToolName } from "../../runtime/tool.ts";

/** Something that people ask for and that is not done by a sentence: why, and what does it. */
export interface Beyond {
  readonly says: RegExp;
  /** Words that make it something else, that may well be done. */
  readonly unless?: RegExp;
  readonly text: Bilingual;
  /** What to say next. */
  readonly instead: readonly ToolName[];
}
