import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import { documentOf, fileOf } from "../knowledge/documents.ts";
import { limits } from "../knowledge/read/limits.ts";
import type { Db } from "../mes/database.ts";
import { withOrigin } from "../mes/origin.ts";
import { keepDocument, requireKeeper } from "./kept-documents.ts";
import { originOf } from "./origin-of.ts";
import { type Sessions, type Viewer, viewerOf } from "./session.ts";

/** The data store keeps no text with U+0000. */
const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((given) => !given.includes("\0"), "holds U+0000");
const upload = z.object({
  file: text(250),
  id: text(120).optional(),
  revision: text(40).optional(),
  status: z.enum(["Draft", "InForce"]).optional(),
});
const place = z.object({ id: text(200), revision: text(60) });

/** Whole files in and out: `POST /documents?file=NAME` with the bytes as body, `GET /documents/ID/REVISION`. */
export const serveDocuments = (app: FastifyInstance, db: Db, sessions: Sessions): void => {
  app.addContentTypeParser(
    "application/octet-stream",
    { parseAs: "buffer", bodyLimit: limits.fileBytes },
    (_request, body, done) => done(null, body),
  );
  const keepers = new WeakMap<FastifyRequest, Viewer>();
  app.post(
    "/documents",
    {
      bodyLimit: limits.fileBytes,
      // Before the body is read: whoever may not keep a document may not fill the memory with one either.
      onRequest: async (request) => {
        const viewer = await viewerOf(sessions, request.headers);
        requireKeeper(viewer);
        keepers.set(request, viewer);
      },
    },
    async (request) => {
      const given = upload.parse(request.query);
      if (!Buffer.isBuffer(request.body))
        throw new MillwrightError("INVALID_INPUT", {
          path: "body",
          problem: "must be the file's bytes as application/octet-stream",
        });
      const bytes = request.body;
      return withOrigin(originOf(request, "http"), () =>
        keepDocument(db, keepers.get(request)!, { ...given, bytes }, false),
      );
    },
  );
  app.get("/documents/:id/:revision", async (request, reply) => {
    const viewer = await viewerOf(sessions, request.headers);
    const { id, revision } = place.parse(request.params);
    const row = await documentOf(db, id, revision, viewer.roles);
    const { file } = await fileOf(db, row.id, row.revision);
    const name = encodeURIComponent(row.file.toWellFormed());
    // Never shown in place: what somebody else wrote could run there.
    return reply
      .type(row.media_type)
      .header("content-disposition", `attachment; filename*=UTF-8''${name}`)
      .send(file);
  });
};
