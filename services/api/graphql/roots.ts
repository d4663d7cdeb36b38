import type { GraphQLOutputType, GraphQLSchema } from "graphql";

/** The type without its "never null"; by its shape, as tests and house may load graphql twice. */
const nullable = (type: GraphQLOutputType): GraphQLOutputType =>
  String(type).endsWith("!") && "ofType" in type ? type.ofType : type;

/**
 * Lets the fields of a request's root be null, so that one that fails is told by its error and the others are answered: null in a
 * place that may not be null takes with it all that is around it.
 */
export const withOwnFailures = (schema: GraphQLSchema): GraphQLSchema => {
  for (const root of [schema.getQueryType(), schema.getMutationType()])
    for (const field of Object.values(root?.getFields() ?? {})) field.type = nullable(field.type);
  return schema;
};
