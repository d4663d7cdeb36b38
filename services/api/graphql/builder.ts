import SchemaBuilder from "@pothos/core";
import { GraphQLError, GraphQLScalarType } from "graphql";
import type { MillwrightError } from "../../core/errors.ts";
import type { Db } from "../../mes/database.ts";
import type { StoredEvent } from "../../mes/events.ts";
import type { Commands } from "../commands.ts";
import type { Viewer } from "../session.ts";

/** What every resolver is given. */
export interface GraphContext {
  readonly db: Db;
  readonly commands: Commands;
  readonly viewer: Viewer;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  /** The live event stream from now on. */
  readonly events: () => AsyncIterable<readonly StoredEvent[]>;
}

interface Types {
  Context: GraphContext;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
}

export const builder = new SchemaBuilder<Types>({});

const dateTime = new GraphQLScalarType({
  name: "DateTime",
  description: "ISO 8601 time, in plant time unless the field says otherwise.",
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
  parseValue: (value) => {
    const time = new Date(String(value));
    if (Number.isNaN(time.getTime())) throw new GraphQLError(`not an ISO 8601 time: ${String(value)}`);
    return time;
  },
});
builder.addScalarType("DateTime", dateTime);
builder.scalarType("JSON", { description: "Any JSON value.", serialize: (value) => value });

builder.queryType({ description: "Reads. ISA-95 names; lists are Relay connections." });
builder.mutationType({
  description: "Writes. Each takes an idempotency key: the same key again gives the same answer.",
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
