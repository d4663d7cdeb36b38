import { Readable } from "node:stream";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
import type { FastifyInstance } from "fastify";

/** Shorter answers gain nothing. */
const leastBytes = 1_400;
/** Of text; pictures and fonts are compressed already. A stream of events is sent as it comes. */
const compressible =
  /^(?:application\/(?:json|graphql-response\+json|javascript)|image\/svg\+xml|text\/(?!event-stream))/;

/** Encodings by preference; with little effort, since each answer is made for one reader. */
const encoders = [
  ["br", () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
  ["gzip", () => createGzip({ level: 4 })],
] as const;

/** Whether an Accept-Encoding header takes an encoding (RFC 9110, 12.5.3). */
const accepts = (header: string, encoding: string): boolean =>
  header.split(",").some((part) => {
    const [name, ...parameters] = part.trim().toLowerCase().split(";");
    const refused = parameters.some((parameter) => /^\s*q=0(?:\.0*)?\s*$/.test(parameter));
    return (name === encoding || name === "*") && !refused;
  });

const streamOf = (payload: unknown): Readable | undefined => {
  if (payload instanceof Readable) return payload;
  if (payload instanceof ReadableStream) return Readable.fromWeb(payload as never);
  if (typeof payload === "string" || Buffer.isBuffer(payload))
    return Buffer.byteLength(payload) < leastBytes ? undefined : Readable.from([Buffer.from(payload)]);
  return undefined;
};

/** Sends texts compressed to whoever takes them so; the work is done off the event loop. */
export const compressAnswers = (app: FastifyInstance): void => {
  app.addHook("onSend", async (request, reply, payload: unknown) => {
    const type = String(reply.getHeader("content-type") ?? "");
    if (!compressible.test(type) || reply.hasHeader("content-encoding") || request.method === "HEAD")
      return payload;
    reply.header("vary", "accept-encoding");
    const wanted = String(request.headers["accept-encoding"] ?? "");
    const encoder = encoders.find(([name]) => accepts(wanted, name));
    const length = Number(reply.getHeader("content-length") ?? leastBytes);
    // A part of a file is a part of its bytes as they are.
    if (!encoder || length < leastBytes || reply.statusCode === 206 || reply.statusCode === 304)
      return payload;
    const source = streamOf(payload);
    if (!source) return payload;
    const [name, create] = encoder;
    reply.header("content-encoding", name);
    reply.removeHeader("content-length");
    const encoded = create();
    source.on("error", (error) => encoded.destroy(error));
    encoded.on("close", () => source.destroy());
    return source.pipe(encoded);
  });
};
