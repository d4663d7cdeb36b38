import { existsSync } from "node:fs";
import { join } from "node:path";
import cookie from "@fastify/cookie";
import staticFiles from "@fastify/static";
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
import type { Client } from "@temporalio/client";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { GraphQLError } from "graphql";
import { createYoga } from "graphql-yoga";
import { createPlantDocuments } from "../../agents/process/instruction/plant-documents.ts";
import { createKnowledge as createRepairKnowledge } from "../../agents/repair/knowledge.ts";
import { openDesk, readAhead } from "../../agents/scheduler/desk.ts";
import { MillwrightError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Logger } from "../core/log.ts";
import type { Encoder } from "../knowledge/encoder.ts";
import { createKnowledge } from "../knowledge/knowledge.ts";
import { openDatabase } from "../mes/database.ts";
import { withOrigin } from "../mes/origin.ts";
import { serveAuditExport } from "./audit-export.ts";
import { createCommands } from "./commands.ts";
import { compressAnswers } from "./compress.ts";
import { serveDocuments } from "./documents.ts";
import { serveExport } from "./export.ts";
import { asCatalogued } from "./failures.ts";
import { follow } from "./follow.ts";
import { createGateway } from "./gateway.ts";
import { type GraphContext, toGraphQLError } from "./graphql/builder.ts";
import { createGuard, createStreams } from "./graphql/guard.ts";
import { requireWithin } from "./graphql/limits.ts";
import { schema } from "./graphql/schema.ts";
import { isEncrypted, refuseForeignPages, sendSecurityHeaders } from "./headers.ts";
import { serveInspectionImages } from "./inspection-images.ts";
import { serveInstructions } from "./instructions.ts";
import { serveOperation } from "./operation.ts";
import { originOf } from "./origin-of.ts";
import { requireRule } from "./permissions.ts";
import { createSessions, tokenOf } from "./session.ts";
import { serveSignIn } from "./sign-in.ts";
import { createSubscriptions } from "./subscribe.ts";
import type { TlsPair } from "./tls.ts";

export interface ApiOptions {
  readonly databaseUrl: string;
  readonly temporal: Client;
  readonly temporalAddress: string;
  readonly taskQueue: string;
  readonly host: string;
  readonly port: number;
  readonly sessionSecret: string;
  readonly demo: boolean;
  /** Acts that need a second person. */
  readonly fourEyes: ReadonlySet<string>;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  /** The encoder; without one, documents are found by words alone. */
  readonly encoder?: Encoder;
  /** With a pair it speaks HTTPS alone. */
  readonly tls?: TlsPair;
  /** Proxies whose word on the caller is taken. */
  readonly trustProxy?: string;
  /** How long a request may take to come in. */
  readonly patience?: Patience;
  readonly log: Logger;
}

export interface RunningApi {
  readonly url: string;
  close(): Promise<void>;
}

/** Times in which a request has to be here, ms: whoever sends a byte now and then may not hold a connection for ever. */
export interface Patience {
  readonly headersMs: number;
  /** Its body included: the largest document by a slow line. */
  readonly requestMs: number;
  /** How often that is looked at. */
  readonly checkMs: number;
}
const usualPatience: Patience = { headersMs: 20_000, requestMs: 300_000, checkMs: 5_000 };

const consoleFiles = join(import.meta.dirname, "../console/dist");
const largestBody = 1_048_576;
/** The data store breaks off what it has worked on for longer. */
const longestStatementMs = 60_000;

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

/** The API: GraphQL with GraphiQL, sign-in, the socket gateway, and the console's files. */
export const startApi = async (options: ApiOptions): Promise<RunningApi> => {
  const {
    databaseUrl,
    temporal,
    temporalAddress,
    taskQueue,
    host,
    port,
    sessionSecret,
    demo,
    fourEyes,
    repairMs,
    encoder,
    tls,
    trustProxy = false,
    patience = usualPatience,
    log,
  } = options;
  const { db, close: closeDatabase } = openDatabase(databaseUrl, {
    max: 15,
    statementMs: longestStatementMs,
  });
  const desk = openDesk(db, databaseUrl);
  const sessions = createSessions(db, sessionSecret, demo);
  const commands = createCommands({ db, temporal, taskQueue, temporalAddress, repairMs, fourEyes });
  const repairs = createRepairKnowledge(db);
  const knowledge = createKnowledge({ db, ...encoder });
  const documents = createPlantDocuments(db, knowledge);
  const subscriptions = createSubscriptions(db);
  const coming = { headersTimeout: patience.headersMs, connectionsCheckingInterval: patience.checkMs };
  const app = Fastify({
    bodyLimit: largestBody,
    requestTimeout: patience.requestMs,
    trustProxy,
    // Whoever asks may give the request a name of its own, which the log then has too.
    requestIdHeader: "x-request-id",
    genReqId: () => newId(),
    ...(tls
      ? { https: { cert: tls.cert, key: tls.key, minVersion: "TLSv1.2", ...coming } }
      : { http: coming }),
  }) as FastifyInstance;
  app.addHook("onRoute", ({ method, url }) => {
    for (const one of [method].flat()) requireRule(one, url);
  });
  await app.register(cookie);
  await compressAnswers(app);

  const refuse = (reply: FastifyReply, error: unknown) => {
    const catalogued = asCatalogued(error, log, reply.request.id);
    return reply.status(catalogued.status).send({ error: catalogued.toShape() });
  };
  app.setErrorHandler((error: Error & { code?: string; statusCode?: number }, request, reply) => {
    if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE")
      return refuse(
        reply,
        new MillwrightError("PAYLOAD_TOO_LARGE", {
          size: Number(request.headers["content-length"] ?? 0),
          limit: request.routeOptions.bodyLimit ?? largestBody,
        }),
      );
    if (error.statusCode !== undefined && error.statusCode < 500)
      return refuse(reply, new MillwrightError("INVALID_INPUT", { path: "body", problem: error.message }));
    return refuse(reply, error);
  });
  app.addHook("onSend", async (request, reply) => {
    reply.header("x-request-id", request.id.slice(0, 100));
  });
  sendSecurityHeaders(app);
  refuseForeignPages(app);
  serveSignIn(app, { db, sessions, secret: sessionSecret, demo, isEncrypted });

  const streams = createStreams();
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
      const session = await sessions.session(viewerToken);
      if (!session) throw toGraphQLError(new MillwrightError("UNAUTHENTICATED"));
      return {
        db,
        commands,
        session,
        viewer: session.viewer,
        fourEyes,
        repairMs,
        repairs,
        knowledge,
        documents,
        events: subscriptions.events,
      };
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

  serveOperation(app, {
    db,
    sessions,
    pingTemporal: () => temporal.connection.workflowService.getSystemInfo({}),
  });
  serveExport(app, db, sessions, sessionSecret);
  serveAuditExport(app, db, sessions);
  serveDocuments(app, db, sessions);
  serveInspectionImages(app, db, sessions);
  serveInstructions(app, db, sessions, documents);

  if (existsSync(consoleFiles)) {
    await app.register(staticFiles, { root: consoleFiles, maxAge: "1h", immutable: false });
    app.setNotFoundHandler((request, reply) =>
      request.method === "GET" && !request.url.includes(".")
        ? reply.sendFile("index.html")
        : refuse(reply, new MillwrightError("NOT_FOUND", { kind: "page", id: request.url })),
    );
  }

  const gateway = createGateway(app.server, {
    db,
    sessions,
    commands,
    isBehindProxy: trustProxy !== false,
    log,
  });
  const following = await follow(db, databaseUrl, {
    onEvents: (events) => {
      gateway.events(events);
      subscriptions.wake();
      if (events.some(({ type }) => type === "plan.created")) readAhead(db);
    },
    onChat: gateway.chatGrew,
    onSessionEnd: (session) => {
      gateway.sessionEnded(session);
      streams.sessionEnded(session);
    },
  });
  await app.listen({ host, port });
  readAhead(db);
  const address = app.server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  return {
    url: `${tls ? "https" : "http"}://${host}:${bound}`,
    close: async () => {
      await following.close();
      await gateway.close();
      app.server.closeAllConnections();
      await app.close();
      await desk.close();
      await closeDatabase();
    },
  };
};
