import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import type { Db } from "../mes/database.ts";
import { logObjects } from "../mes/queries/log-objects.ts";
import { stretchPages } from "../mes/queries/stretch.ts";
import { ocelLog } from "../replay/ocel.ts";
import { stretchOf } from "./graphql/stretch.ts";
import { type Sessions, tokenOf } from "./session.ts";

const time = z.iso.datetime({ offset: true, error: "must be an ISO 8601 date, time and zone" });
const stretchAsked = z.object({ from: time, to: time });

/** A stretch as a file that process-mining tools read; for whoever may read the events. */
export const serveExport = (app: FastifyInstance, db: Db, sessions: Sessions): void => {
  app.get("/export/ocel.json", async (request, reply) => {
    const { cookie, authorization } = request.headers;
    if (!(await sessions.session(tokenOf({ cookie, authorization }))))
      throw new MillwrightError("UNAUTHENTICATED");
    const asked = stretchAsked.parse(request.query);
    const stretch = stretchOf(new Date(asked.from), new Date(asked.to));
    const name = `millwright-${stretch.from.toISOString().slice(0, 16).replaceAll(":", "")}.ocel.json`;
    return reply
      .type("application/json")
      .header("content-disposition", `attachment; filename="${name}"`)
      .send(Readable.from(ocelLog(stretchPages(db, stretch), (objects) => logObjects(db, objects))));
  });
};
