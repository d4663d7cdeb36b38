import { z } from "zod";
import type { Bilingual } from "../../../services/core/errors.ts";
import type { PersonRole } from "../../../services/core/roles.ts";
import type { Wish } from "../spoken/wish.ts";
import type { ToolArgument, ToolArguments } from "./arguments.ts";

/** What a person is shown as a reason: one thing of the plant, its facts, and where they were read. */
export interface Evidence {
  readonly kind:
    | "order"
    | "unit"
    | "lot"
    | "material"
    | "equipment"
    | "person"
    | "document"
    | "plan"
    | "tool"
    | "job"
    | "figure";
  readonly id: string;
  readonly label?: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Table or topic. */
  readonly source: string;
  /** Plant time of the reading, ISO 8601. */
  readonly at: string;
}

/** The five roles of the dispatch steward's checks, the scheduler's, who answers for plans, and the analyst's, for figures. */
const checkRoles = [
  "dispatcher",
  "process",
  "equipment",
  "resource",
  "operator",
  "scheduler",
  "analyst",
  "robot",
] as const;
export type CheckRole = (typeof checkRoles)[number];

export type Policy =
  | { readonly kind: "automatic" }
  | {
      readonly kind: "confirm";
      readonly role: PersonRole;
      readonly checks: readonly CheckRole[];
      /** What is approved changes the plan in force: with another plan in force the approval holds no more. */
      readonly ofPlan?: boolean;
      /** What its check says tells a person more than its arguments do. */
      readonly isToldByCheck?: boolean;
      /** It tells somebody something later on: its check finds the role that is told, and that role approves. */
      readonly isByTold?: boolean;
    }
  | { readonly kind: "forbidden" };

export interface ToolDefinition {
  readonly name: string;
  readonly title: Bilingual;
  /** For a model that has to be told: when to use the tool. */
  readonly description: string;
  readonly arguments: z.ZodObject<Partial<Record<keyof ToolArguments, z.ZodType<ToolArgument>>>>;
  readonly policy: Policy;
  /** False for what no sentence may set going: it is offered to no model. */
  readonly spoken?: boolean;
  /** A wish that the words of a sentence tell beyond doubt: with it only this tool is offered. */
  readonly wish?: Wish;
  /** Its quantity may be any number that is said and no order's, also where nothing tells that it counts pieces. */
  readonly anyAmount?: boolean;
  /** Only such words lead to it: without them it is not offered. */
  readonly byWords?: boolean;
}

export const automatic: Policy = { kind: "automatic" };
export const confirmByDispatcher = (...checks: CheckRole[]): Policy => ({
  kind: "confirm",
  role: "dispatcher",
  checks,
});

/** A tool whose name stays a literal, so that the names of all tools are a closed type. */
export const define = <const Name extends string>(
  name: Name,
  zh: string,
  en: string,
  description: string,
  shape: ToolDefinition["arguments"]["shape"],
  policy: Policy,
) => ({ name, title: { zh, en }, description, arguments: z.object(shape), policy }) satisfies ToolDefinition;
