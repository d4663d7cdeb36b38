import type { FastifyRequest } from "fastify";
import type { Origin } from "../mes/origin.ts";

/** From where a request comes, as the audit keeps it. */
export const originOf = (request: FastifyRequest, channel: Origin["channel"]): Origin => ({
  channel,
  address: request.ip,
  agent: request.headers["user-agent"] ?? "",
});
