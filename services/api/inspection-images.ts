import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import { plantNow } from "../mes/clock.ts";
import { keepImages, mostImageBytes } from "../mes/commands/inspection/images.ts";
import type { Db } from "../mes/database.ts";
import { imageById } from "../mes/queries/inspection.ts";
import { imageKeepers, mayDo } from "./permissions.ts";
import { type Sessions, type Viewer, viewerOf } from "./session.ts";

const place = z.object({ id: z.hex().length(64) });

/** Pictures of defects and checkpoints: `POST /inspection/images` with the bytes as body gives an id, `GET` gives them back. */
export const serveInspectionImages = (app: FastifyInstance, db: Db, sessions: Sessions): void => {
  const keepers = new WeakMap<FastifyRequest, Viewer>();
  app.addContentTypeParser(
    ["image/png", "image/jpeg", "image/webp"],
    { parseAs: "buffer", bodyLimit: mostImageBytes },
    (_request, body, done) => done(null, body),
  );
  app.post(
    "/inspection/images",
    {
      bodyLimit: mostImageBytes,
      // Before the body is read: whoever may keep no picture may not fill the memory with one either.
      onRequest: async (request) => {
        const viewer = await viewerOf(sessions, request.headers);
        if (!mayDo(imageKeepers, viewer.roles))
          throw new MillwrightError("FORBIDDEN", { role: [...imageKeepers] });
        keepers.set(request, viewer);
      },
    },
    async (request) => {
      if (!Buffer.isBuffer(request.body))
        throw new MillwrightError("INVALID_INPUT", {
          path: "body",
          problem: "must be the picture's bytes as image/png, image/jpeg or image/webp",
        });
      const [id] = await keepImages(db, [request.body], keepers.get(request)!.id, await plantNow(db));
      return { id };
    },
  );
  app.get("/inspection/images/:id", async (request, reply) => {
    await viewerOf(sessions, request.headers);
    const { media_type, bytes } = await imageById(db, place.parse(request.params).id);
    return reply
      .type(media_type)
      .header("cache-control", "private, max-age=31536000, immutable")
      .header("x-content-type-options", "nosniff")
      .send(bytes);
  });
};
