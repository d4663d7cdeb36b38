import type { PlantClock } from "../../services/core/clock.ts";
import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import type { Happening } from "../../services/mes/schema/plan.ts";
import type { CheckRole, Evidence, ToolArguments, ToolName } from "./tool.ts";

/** What an agent's tool or check works with. */
export interface ToolContext {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly tool: ToolName;
  readonly toolCallId: string;
  readonly actorId: string;
  readonly args: ToolArguments;
  /** The person's own words. */
  readonly text: string;
  /** Says what is being worked out, of what takes some seconds; without, nobody waits in a conversation. */
  readonly meanwhile?: (what: Bilingual) => Promise<void>;
}

export interface CardRow {
  readonly label: Bilingual;
  readonly value: string;
}

/** What a tool found or did: a sentence made of facts, and the facts themselves. */
export interface ToolResult {
  readonly text: Bilingual;
  readonly rows?: readonly CardRow[];
  readonly evidence: readonly Evidence[];
  readonly choices?: readonly Choice[];
  /** Where in the console there is more of it. */
  readonly page?: "repairs" | "documents" | "replay";
  /** What was imagined and would move the plan: a repair after it can be proposed. */
  readonly happening?: Happening;
  /** What goes on by itself from here: a workflow of its own sees it through. */
  readonly follows?: { readonly cellRun: string };
  /** What the conversation is about from now on. */
  readonly mentioned?: { readonly order?: string; readonly line?: string };
}

/** Something the person may say next. */
export interface Choice {
  readonly label: Bilingual;
  readonly text: string;
}

export type ToolHandler = (context: ToolContext) => Promise<ToolResult>;

/** What could be said in place of an argument that does not do. */
export interface Alternatives {
  readonly argument: keyof ToolArguments;
  readonly values: readonly string[];
}

/** One role's answer to a proposed act. */
export interface Check {
  readonly status: "ok" | "warn" | "fail";
  readonly summary: Bilingual;
  readonly evidence: readonly Evidence[];
  /** Settled values that the proposal takes over, such as the line that "earliest" means. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** Of a failed check. */
  readonly alternatives?: Alternatives;
}

export interface RoleCheck {
  readonly role: CheckRole;
  readonly title: Bilingual;
  readonly run: (context: ToolContext) => Promise<Check>;
}
