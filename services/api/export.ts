import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import type { Db } from "../mes/database.ts";
import type { StoredEvent } from "../mes/events.ts";
import { logObjects } from "../mes/queries/log-objects.ts";
import { type Place, type StretchOfTime, stretchEvents } from "../mes/queries/stretch.ts";
import { ocelLog } from "../replay/ocel.ts";
import { stretchOf } from "./graphql/stretch.ts";
import { type Sessions, tokenOf } from "./session.ts";

/** Events that are read at once. */
const pageSize = 2_000;

async function* pagesOf(db: Db, stretch: StretchOfTime): AsyncGenerator<StoredEvent[]> {
  let after: Place | undefined;
  for (;;) {
    const page = await stretchEvents(db, stretch, pageSize, after);
    if (page.length > 0) yield page;
    after = page.at(-1);
    if (page.length < pageSize) return;
  }
}

const time = z.iso.datetime({ offset: true, error: "must be an ISO 8601 date, time and zone" });
const stretchAsked = z.object({ from: time, to: time });

/** A stretch as a file that process-mining tools read; for whoever may read the events. */
export const serveExport = (app: FastifyInstance, db: Db, sessions: Sessions): void => {
  app.get("/export/ocel.json", async (request, reply) => {
    const { cookie, authorization } = request.headers;
    if (!(await sessions.viewer(tokenOf({ cookie, authorization }))))
      throw new MillwrightError("UNAUTHENTICATED");
    const asked = stretchAsked.parse(request.query);
    const stretch = stretchOf(new Date(asked.from), new Date(asked.to));
    const name = `millwright-${stretch.from.toISOString().slice(0, 16).replaceAll(":", "")}.ocel.json`;
    return reply
      .type("application/json")
      .header("content-disposition", `attachment; filename="${name}"`)
      .send(Readable.from(ocelLog(pagesOf(db, stretch), (objects) => logObjects(db, objects))));
  });
};
