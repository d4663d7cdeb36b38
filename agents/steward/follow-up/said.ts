import type { LastCall as Stored } from "../../../services/mes/queries/runs.ts";
import type { Candidates } from "../../runtime/candidates.ts";
import type { Mentioned } from "../../runtime/mentioned.ts";
import type { ToolArguments } from "../../runtime/tool.ts";

/** Tools that tell nothing of the plant: what is said next goes on from what was told before them. */
export const tellNothing: ReadonlySet<string> = new Set(["help", "cannot_do"]);

export type LastCall = Stored<ToolArguments>;

/** What a sentence says that may go on from the last one. */
export interface Said {
  readonly text: string;
  readonly candidates: Candidates;
  readonly mentioned: Mentioned;
  /** A moment that it names. */
  readonly by: string | undefined;
  /** A family of products that it names, or a kind of lines. */
  readonly family: string | undefined;
  readonly kind: string | undefined;
  readonly now: Date;
}

export const namesNothing = ({ candidates: { named } }: Said): boolean =>
  (["order", "line", "material", "unit", "product"] as const).every((name) => !named.has(name));
