import type { ToolCall } from "../../runtime/call-schema.ts";
import type { AskedFigure } from "../../runtime/spoken/asked/question.ts";
import type { Ahead } from "../../runtime/spoken/periods/ahead.ts";

/** What a sentence says beside the model's reading of it, and what the conversation was about. */
export interface Heard {
  readonly text: string;
  readonly asked: AskedFigure;
  /** A stretch to come that it names. */
  readonly ahead: Ahead | undefined;
  readonly now: Date;
  /** The one line, and the one order, that it names. */
  readonly line: string | undefined;
  /** The one kind of lines that it speaks of. */
  readonly kind?: string | undefined;
  /** Whether units are tested at that line, or at those of that kind. */
  readonly isTested?: boolean;
  readonly namedOrder: string | undefined;
  readonly mentionedOrder: string | undefined;
  readonly namesOrder: boolean;
  /** The one order that it may mean, and the one number that may be an amount. */
  readonly order: string | undefined;
  readonly amount: number | undefined;
  /** The one product that it names, also by its number alone. */
  readonly product?: string | undefined;
  /** The one material that it names. */
  readonly material: string | undefined;
  /** The one span of time that it names, in hours. */
  readonly hours?: number | undefined;
  /** Until when something lasts or does not come. */
  readonly end: string | undefined;
}

/** The call that is meant where the model took a neighbour of it; undefined where the rule has nothing to say. */
export type Rule = (call: ToolCall, heard: Heard) => ToolCall | undefined;
