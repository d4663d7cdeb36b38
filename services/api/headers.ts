import type { FastifyInstance, FastifyRequest } from "fastify";
import { MillwrightError } from "../core/errors.ts";
import { tokenOf } from "./session.ts";

const policyOf = (directives: Readonly<Record<string, string>>): string =>
  Object.entries({
    "default-src": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    ...directives,
  })
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");

/** The console may run its own files and no other script, and ask its own house only; its figures are styled in place. */
const consolePolicy = policyOf({ "img-src": "'self' data:", "style-src": "'self' 'unsafe-inline'" });

/** GraphiQL is one page with its script within it; it too may ask its own house only. */
const graphiqlPolicy = policyOf({
  "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "worker-src": "'self' blob:",
  "style-src": "'self' 'unsafe-inline'",
  "img-src": "'self' data:",
  "font-src": "'self' data:",
});

/** What is no more than data: nothing in it may run, wherever it is shown. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

const policyFor = (url: string, type: string): string => {
  if (url.startsWith("/graphql") && type.startsWith("text/html")) return graphiqlPolicy;
  return /^(?:text\/html|text\/css|text\/javascript|application\/javascript)/.test(type)
    ? consolePolicy
    : dataPolicy;
};

/** Whether the request came by TLS, to this house or to a proxy that it trusts. */
export const isEncrypted = (request: FastifyRequest): boolean => request.protocol === "https";

const yearSeconds = 31_536_000;

/** What browsers are told: run nothing that is not the house's, show it in no frame, guess no types, tell no other site. */
export const sendSecurityHeaders = (app: FastifyInstance): void => {
  app.addHook("onSend", async (request, reply) => {
    reply.headers({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "geolocation=(), microphone=(), payment=(), usb=(), camera=(self)",
    });
    if (isEncrypted(request)) reply.header("strict-transport-security", `max-age=${yearSeconds}`);
    // That a page is what it was has no type to tell by, and replaces what its browser keeps: the policy it came with stays.
    if (reply.statusCode !== 304 && !reply.hasHeader("content-security-policy"))
      reply.header(
        "content-security-policy",
        policyFor(request.url, String(reply.getHeader("content-type"))),
      );
  });
};

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a browser sends this for another site than the house's own page. The session's cookie keeps to its site
 * (SameSite=Strict), but another port of the same machine is the same site.
 */
export const isForeign = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): boolean => {
  const { origin, "sec-fetch-site": from } = headers;
  if (typeof from === "string") return from !== "same-origin" && from !== "none";
  if (typeof origin !== "string") return false;
  // What a proxy was asked for; no page of another site can set it.
  const hosts = [headers["host"], headers["x-forwarded-host"]];
  return !URL.canParse(origin) || !hosts.includes(new URL(origin).host);
};

/** Refuses what another site's page would do in the name of whoever is signed in here. */
export const refuseForeignPages = (app: FastifyInstance): void => {
  app.addHook("onRequest", async ({ method, headers, host }) => {
    // A token in the header was put there on purpose; only cookies are sent by themselves.
    if (reading.has(method) || (headers.authorization && tokenOf(headers))) return;
    if (isForeign(headers))
      throw new MillwrightError("FOREIGN_PAGE", { origin: headers.origin ?? "?", host });
  });
};
