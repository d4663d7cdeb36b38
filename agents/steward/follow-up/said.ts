import type { LastCall as Stored } from "../../../services/mes/queries/runs.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import type { Candidates } from "../../runtime/candidates.ts";
import type { Mentioned } from "../../runtime/mentioned.ts";
import { isToolName, type ToolArguments } from "../../runtime/tool.ts";

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
  /** The one line of that kind of which the question put back has the number. */
  readonly numbered?: string | undefined;
  /** The one line that it calls by its number, of the kind of the line of the call before: 2线 after SMT-3. */
  readonly sameKind?: string | undefined;
  readonly now: Date;
}

export const namesNothing = ({ candidates: { named } }: Said): boolean =>
  (["order", "line", "material", "unit", "product"] as const).every((name) => !named.has(name));

/** A sentence that asks more of what was told or proposed last; undefined where it is none. */
export type Asks = (last: LastCall, said: Said) => ToolCall | undefined;

/** The same call with the words that it was asked with. */
export const again = ({ tool, args, text }: LastCall): ToolCall | undefined =>
  isToolName(tool) ? { ...args, tool, words: args.words ?? text } : undefined;

/** The words of both, for a tool that reads them. */
export const together = ({ args, text }: LastCall, said: Said): string =>
  `${args.words ?? text} ${said.text}`;
