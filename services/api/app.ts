import cookie from "@fastify/cookie";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { MillwrightError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Logger } from "../core/log.ts";
import { compressAnswers } from "./compress.ts";
import { asCatalogued } from "./failures.ts";
import { refuseForeignPages, sendSecurityHeaders } from "./headers.ts";
import { requireRule } from "./permissions.ts";
import type { TlsPair } from "./tls.ts";

/** Times in which a request has to be here, ms: whoever sends a byte now and then may not hold a connection for ever. */
export interface Patience {
  readonly headersMs: number;
  /** Its body included: the largest document by a slow line. */
  readonly requestMs: number;
  /** How often that is looked at. */
  readonly checkMs: number;
}
export const usualPatience: Patience = { headersMs: 20_000, requestMs: 300_000, checkMs: 5_000 };

export interface AppOptions {
  /** With a pair it speaks HTTPS alone. */
  readonly tls?: TlsPair | undefined;
  /** Proxies whose word on the caller is taken. */
  readonly trustProxy: string | false;
  readonly patience: Patience;
  readonly log: Logger;
}

/** Answers with an error of the catalogue; what is unexpected is logged under a reference. */
export type Refuse = (reply: FastifyReply, error: unknown) => FastifyReply;

const largestBody = 1_048_576;

/** The server without a route: limits, ids of requests, headers, and how whatever goes wrong is answered. */
export const createApp = async ({
  tls,
  trustProxy,
  patience,
  log,
}: AppOptions): Promise<{ readonly app: FastifyInstance; readonly refuse: Refuse }> => {
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

  const refuse: Refuse = (reply, error) => {
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
  return { app, refuse };
};
