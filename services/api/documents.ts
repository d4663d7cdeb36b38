import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import { documentOf, fileOf } from "../knowledge/documents.ts";
import { limits } from "../knowledge/read/limits.ts";
import type { Db } from "../mes/database.ts";
import { keepDocument, requireKeeper } from "./graphql/knowledge.ts";
import { type Sessions, tokenOf, type Viewer } from "./session.ts";

const upload = z.object({
  file: z.string().min(1).max(250),
  id: z.string().min(1).max(120).optional(),
  revision: z.string().min(1).max(40).optional(),
  status: z.enum(["Draft", "InForce"]).optional(),
});
const place = z.object({ id: z.string().min(1).max(200), revision: z.string().min(1).max(60) });

/** Whole files in and out: `POST /documents?file=NAME` with the bytes as body, `GET /documents/ID/REVISION`. */
export const serveDocuments = (app: FastifyInstance, db: Db, sessions: Sessions): void => {
  const viewerOf = async (headers: {
    cookie?: string | undefined;
    authorization?: string | undefined;
  }): Promise<Viewer> => {
    const session = await sessions.session(tokenOf(headers));
    if (!session) throw new MillwrightError("UNAUTHENTICATED");
    return session.viewer;
  };
  app.addContentTypeParser(
    "application/octet-stream",
    { parseAs: "buffer", bodyLimit: limits.fileBytes },
    (_request, body, done) => done(null, body),
  );
  app.post("/documents", { bodyLimit: limits.fileBytes }, async (request) => {
    const viewer = await viewerOf({
      cookie: request.headers.cookie,
      authorization: request.headers.authorization,
    });
    requireKeeper(viewer);
    const given = upload.parse(request.query);
    if (!Buffer.isBuffer(request.body))
      throw new MillwrightError("INVALID_INPUT", {
        path: "body",
        problem: "must be the file's bytes as application/octet-stream",
      });
    return keepDocument(db, viewer, { ...given, bytes: request.body }, false);
  });
  app.get("/documents/:id/:revision", async (request, reply) => {
    const viewer = await viewerOf({
      cookie: request.headers.cookie,
      authorization: request.headers.authorization,
    });
    const { id, revision } = place.parse(request.params);
    const row = await documentOf(db, id, revision, viewer.roles);
    const { file } = await fileOf(db, row.id, row.revision);
    // Never shown in place: what somebody else wrote could run there.
    return reply
      .type(row.media_type)
      .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(row.file)}`)
      .send(file);
  });
};
