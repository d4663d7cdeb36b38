import { constants } from "node:zlib";
import compress from "@fastify/compress";
import type { FastifyInstance } from "fastify";

/** Shorter answers gain nothing. */
const leastBytes = 1_400;
/** Texts; pictures and fonts are compressed already, and a stream of events is sent as it comes. */
const texts =
  /^(?:application\/(?:json|graphql-response\+json|javascript)|image\/svg\+xml|text\/(?!event-stream))/;

/** Sends texts compressed to whoever takes them so, with little effort, since each answer is made for one reader. */
export const compressAnswers = (app: FastifyInstance) =>
  app.register(compress, {
    encodings: ["br", "gzip"],
    threshold: leastBytes,
    customTypes: texts,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
    globalDecompression: false,
  });
