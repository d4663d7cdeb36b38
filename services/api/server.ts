import { existsSync } from "node:fs";
import { join } from "node:path";
import staticFiles from "@fastify/static";
import type { Client } from "@temporalio/client";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { createPlantDocuments } from "../../agents/process/instruction/plant-documents.ts";
import { createKnowledge as createRepairKnowledge } from "../../agents/repair/knowledge.ts";
import { openDesk } from "../../agents/scheduler/desk/desk.ts";
import { MillwrightError } from "../core/errors.ts";
import type { Logger } from "../core/log.ts";
import { reach } from "../core/reach.ts";
import type { Encoder } from "../knowledge/encoder.ts";
import { createKnowledge } from "../knowledge/knowledge.ts";
import { type BackupPlace, requireBackup } from "../mes/backup/age.ts";
import { type Db, openDatabase } from "../mes/database.ts";
import { requireHolder } from "../mes/leadership.ts";
import { createApp, type Patience, type Refuse, usualPatience } from "./app.ts";
import { serveAuditExport } from "./audit-export.ts";
import { createCommands } from "./commands.ts";
import { serveDocuments } from "./documents.ts";
import type { EngineChecks } from "./engines.ts";
import { serveExport } from "./export.ts";
import { follow } from "./follow.ts";
import { createGateway } from "./gateway.ts";
import { createStreams } from "./graphql/guard.ts";
import { serveGraphql } from "./graphql/serve.ts";
import { isEncrypted } from "./headers.ts";
import { serveInspectionImages } from "./inspection-images.ts";
import { serveInstructions } from "./instructions.ts";
import { serveOperation } from "./operation.ts";
import { createSessions } from "./session.ts";
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
  /** Where the plant's broker is; its absence is told where this is known. */
  readonly mqttUrl?: string;
  /** Rejects when the model server does not answer. */
  readonly pingModel?: () => Promise<unknown>;
  /** Where the house writes its backups; that they stay away is told where this is known. */
  readonly backups?: BackupPlace;
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

const consoleFiles = join(import.meta.dirname, "../console/dist");
/** The data store breaks off what it has worked on for longer. */
const longestStatementMs = 60_000;

/** How it is found whether the engines and the other parts of the house are there. */
const engineChecks = (
  db: Db,
  {
    temporal,
    mqttUrl,
    pingModel,
    backups,
  }: Pick<ApiOptions, "temporal" | "mqttUrl" | "pingModel" | "backups">,
  since: number = Date.now(),
): EngineChecks => ({
  database: () => sql`select 1`.execute(db),
  temporal: () => temporal.connection.workflowService.getSystemInfo({}),
  ...(mqttUrl ? { broker: () => reach(mqttUrl, 2_000), machines: () => requireHolder(db, "ingest") } : {}),
  ...(pingModel ? { model: pingModel } : {}),
  ...(backups ? { backup: () => requireBackup(backups, since) } : {}),
});

/** The console's page and its files; whatever else is asked for as a page leads to it. */
const serveConsole = async (app: FastifyInstance, refuse: Refuse): Promise<void> => {
  if (!existsSync(consoleFiles)) return;
  await app.register(staticFiles, {
    root: consoleFiles,
    cacheControl: false,
    // The page names its files by what is in them: it alone is asked for anew, and never names some of the house before.
    setHeaders: (reply, path) =>
      reply.header(
        "cache-control",
        path.endsWith(".html") ? "no-cache" : "public, max-age=31536000, immutable",
      ),
  });
  app.setNotFoundHandler((request, reply) =>
    request.method === "GET" && !request.url.includes(".")
      ? reply.sendFile("index.html")
      : refuse(reply, new MillwrightError("NOT_FOUND", { kind: "page", id: request.url })),
  );
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
  const desk = openDesk(databaseUrl);
  const sessions = createSessions(db, sessionSecret, demo);
  const commands = createCommands({
    db,
    desk,
    temporal,
    taskQueue,
    temporalAddress,
    repairMs,
    fourEyes,
    log,
  });
  const repairs = createRepairKnowledge(db);
  const knowledge = createKnowledge({ db, ...encoder });
  const documents = createPlantDocuments(db, knowledge);
  const subscriptions = createSubscriptions(db);
  const { app, refuse } = await createApp({ tls, trustProxy, patience, log });
  serveSignIn(app, { db, sessions, secret: sessionSecret, demo, isEncrypted });

  const streams = createStreams();
  const given = { db, desk, commands, fourEyes, repairMs, repairs, knowledge, documents };
  serveGraphql(app, {
    given: { ...given, events: subscriptions.events },
    sessions,
    streams,
    refuse,
    log,
  });
  serveOperation(app, {
    db,
    sessions,
    checks: engineChecks(db, options),
    backupFolder: options.backups?.folder,
    log,
  });
  serveExport(app, db, sessions, sessionSecret);
  serveAuditExport(app, db, sessions);
  serveDocuments(app, db, sessions);
  serveInspectionImages(app, db, sessions);
  serveInstructions(app, db, sessions, documents);

  await serveConsole(app, refuse);

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
      if (events.some(({ type }) => type === "plan.created")) desk.readAhead();
    },
    onChat: gateway.chatGrew,
    onSessionEnd: (session) => {
      gateway.sessionEnded(session);
      streams.sessionEnded(session);
    },
  });
  await app.listen({ host, port });
  desk.readAhead();
  const address = app.server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  return {
    url: `${tls ? "https" : "http"}://${host}:${bound}`,
    close: async () => {
      await following.close();
      // The gateway waits until no connection is left, and whoever reads a stream never ends theirs.
      app.server.close();
      app.server.closeAllConnections();
      await gateway.close();
      await app.close();
      await commands.close();
      await desk.close();
      await closeDatabase();
    },
  };
};
