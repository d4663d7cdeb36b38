import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import type { Choice } from "../../runtime/context.ts";
import type { Mentioned } from "../../runtime/mentioned.ts";
import type { ToolName } from "../../runtime/tool.ts";
import type { Understanding } from "../understand.ts";

/** A question that goes back to the person, with what may be meant. */
export interface Doubt {
  readonly doubt: Bilingual;
  readonly choices: readonly Choice[];
  /** The call of which something is asked: what is said next may answer. */
  readonly asked?: ToolCall;
  /** Orders that it may be, as they are offered. */
  readonly offered?: readonly string[];
}

/** The call that a message comes to, or the question that goes back. */
export type Decision = { readonly call: ToolCall } | Doubt;

/** A message that is being decided about. */
export interface Deciding {
  readonly db: Db;
  readonly understood: Understanding;
  readonly mentioned: Mentioned;
  /** What was said. */
  readonly text: string;
  readonly language: "zh" | "en";
  /** Probability that the model gives its answer; null where it tells none. */
  readonly confidence: number | null;
  /** Below this the model is not sure enough. */
  readonly least: number;
  /** The tool that the model took. */
  readonly taken: ToolName;
  /** The tool that the words mean. */
  readonly tool: ToolName;
}

/**
 * One reason to ask, or one thing that the words settle: the call as it goes on, what ends the deciding, or undefined where it has
 * nothing to say.
 */
export type Step = (call: ToolCall, deciding: Deciding) => Stepped | Promise<Stepped>;
type Stepped = ToolCall | Decision | undefined;

export const isDecision = (stepped: ToolCall | Decision): stepped is Decision => !("tool" in stepped);

/** As many of an open argument are offered. */
export const mostOffered = 6;
