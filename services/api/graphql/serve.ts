import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
import type { FastifyInstance } from "fastify";
import type { GraphQLError } from "graphql";
import { createYoga } from "graphql-yoga";
import { MillwrightError } from "../../core/errors.ts";
import type { Logger } from "../../core/log.ts";
import { withOrigin } from "../../mes/origin.ts";
import type { Refuse } from "../app.ts";
import { asCatalogued } from "../failures.ts";
import { originOf } from "../origin-of.ts";
import { type Sessions, tokenOf } from "../session.ts";
import { type GraphContext, toGraphQLError } from "./builder.ts";
import { createGuard, type Streams } from "./guard.ts";
import { requireWithin } from "./limits.ts";
import { schema } from "./schema.ts";

const nullProblem = "holds U+0000, which no text of the data store can";
/** As the character or as the escape of a query's own texts. */
const holdsNull = (body: unknown): boolean =>
  body !== undefined && body !== null && JSON.stringify(body).includes("\\u0000");

/** The error that a resolver threw, inside whatever the executor has put around it. */
const innermost = (error: unknown): unknown => {
  let inner = error;
  while (inner instanceof Error && "originalError" in inner && inner.originalError)
    inner = inner.originalError;
  return inner;
};

interface GraphqlDeps {
  /** What resolvers are given beside who asks. */
  readonly given: Omit<GraphContext, "session" | "isSignedIn" | "viewer" | "ended">;
  readonly sessions: Sessions;
  readonly streams: Streams;
  readonly refuse: Refuse;
  readonly log: Logger;
}

/** Serves the schema and GraphiQL at /graphql. */
export const serveGraphql = (
  app: FastifyInstance,
  { given, sessions, streams, refuse, log }: GraphqlDeps,
): void => {
  const yoga = createYoga<{ viewerToken: string | undefined }, GraphContext>({
    schema,
    logging: false,
    graphiql: { title: "Millwright" },
    // GraphiQL's own files come from the package: a plant's network may reach no other.
    renderGraphiQL,
    landingPage: false,
    plugins: [createGuard(streams)],
    multipart: false,
    // Another site's page may not read here; integrators call from their servers.
    cors: false,
    maskedErrors: {
      maskError: (error) => {
        const original = innermost(error);
        // A fault of the query itself, such as a field that is not there.
        if ((original as Error).name === "GraphQLError") return original as GraphQLError;
        return toGraphQLError(asCatalogued(original, log));
      },
    },
    context: async ({ viewerToken }): Promise<GraphContext> => {
      const find = () => sessions.session(viewerToken);
      const session = await find();
      if (!session) throw toGraphQLError(new MillwrightError("UNAUTHENTICATED"));
      const isSignedIn = async () => (await find()) !== undefined;
      return { ...given, session, isSignedIn, viewer: session.viewer };
    },
  });
  app.route({
    url: "/graphql",
    method: ["GET", "POST", "OPTIONS"],
    handler: async (request, reply) => {
      if (holdsNull(request.body))
        return refuse(reply, new MillwrightError("INVALID_INPUT", { path: "body", problem: nullProblem }));
      // Several operations in one request would each have its limits for itself.
      if (Array.isArray(request.body)) requireWithin("operations", Math.max(2, request.body.length));
      const response = await withOrigin(originOf(request, "graphql"), () =>
        yoga.handleNodeRequestAndResponse(request, reply, {
          viewerToken: tokenOf({
            cookie: request.headers.cookie,
            authorization: request.headers.authorization,
          }),
        }),
      );
      for (const [name, value] of response.headers) reply.header(name, value);
      return reply.status(response.status).send(response.body);
    },
  });
  app.addContentTypeParser("multipart/form-data", {}, (_request, _payload, done) => done(null));
};
