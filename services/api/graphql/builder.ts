import SchemaBuilder from "@pothos/core";
import { GraphQLError, GraphQLScalarType } from "graphql";
import type { PlantDocuments } from "../../../agents/process/instruction/passages.ts";
import type { RepairKnowledge } from "../../../agents/repair/knowledge.ts";
import type { Desk } from "../../../agents/scheduler/desk/desk.ts";
import type { MillwrightError } from "../../core/errors.ts";
import { momentOf } from "../../core/moment.ts";
import type { Knowledge } from "../../knowledge/knowledge.ts";
import type { Db } from "../../mes/database.ts";
import type { ReadEvent } from "../../mes/event-reader.ts";
import type { Commands } from "../commands.ts";
import type { Viewer } from "../session.ts";

/** What every resolver is given. */
export interface GraphContext {
  readonly db: Db;
  /** Who works on whole plans. */
  readonly desk: Desk;
  readonly commands: Commands;
  readonly viewer: Viewer;
  readonly session: { readonly id: string; readonly expiresAt: Date };
  /** Whether the session is one still. */
  readonly isSignedIn: () => Promise<boolean>;
  /** Acts that need a second person: tools, and "instructions". */
  readonly fourEyes: ReadonlySet<string>;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  /** What the repair expert has learnt. */
  readonly repairs: RepairKnowledge;
  /** What the plant's documents say. */
  readonly knowledge: Knowledge;
  /** The plant's documents in force, which work instructions cite. */
  readonly documents: PlantDocuments;
  /** The event stream behind a cursor, or from now on, until the signal is given. */
  readonly events: (after?: string, signal?: AbortSignal) => Promise<AsyncIterable<ReadEvent>>;
  /** Ends the streams of a subscription. */
  ended?: AbortSignal;
}

interface Types {
  DefaultFieldNullability: false;
  Context: GraphContext;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
}

/** A field is null only where it says so, and then tells what that means. */
export const builder = new SchemaBuilder<Types>({ defaultFieldNullability: false });

const dateTime = new GraphQLScalarType({
  name: "DateTime",
  description:
    "ISO 8601 date, time and zone, such as 2026-11-20T08:00:00+08:00; in plant time unless the field says otherwise.",
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
  parseValue: (value) => {
    const time = typeof value === "string" ? momentOf(value) : undefined;
    if (!time)
      throw new GraphQLError(
        `not an ISO 8601 date, time and zone such as 2026-11-20T08:00:00+08:00: ${String(value)}`,
      );
    return time;
  },
});
builder.addScalarType("DateTime", dateTime);
builder.scalarType("JSON", { description: "Any JSON value.", serialize: (value) => value });

builder.queryType({ description: "Reads. ISA-95 names; lists are Relay connections." });
builder.mutationType({
  description:
    "Writes. What takes an idempotency key acts once for it: the same key again gives what the first made, with other input IDEMPOTENCY_KEY_REUSED. What takes none cannot act twice: a known document is Unchanged, a decided approval APPROVAL_ALREADY_DECIDED.",
});
builder.subscriptionType({ description: "The live event stream." });

/** An error of the catalogue as GraphQL carries it. */
export const toGraphQLError = (error: MillwrightError): GraphQLError =>
  new GraphQLError(error.message, {
    extensions: {
      code: error.code,
      bilingual: error.bilingual,
      retryable: error.retryable,
      details: error.details,
      http: { status: 200 },
    },
  });

/** The languages of the house, as an enum has them. */
export const languages = {
  zh: { description: "Chinese." },
  en: { description: "English." },
} as const;
