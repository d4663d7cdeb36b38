import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Db } from "../mes/database.ts";
import { logObjects } from "../mes/queries/log-objects.ts";
import { createPersonNames } from "../mes/queries/person-names.ts";
import { stretchPages } from "../mes/queries/stretch.ts";
import { ocelLog } from "../replay/ocel.ts";
import { stretchOf } from "./graphql/plant/stretch.ts";
import { type Sessions, viewerOf } from "./session.ts";
import { createNameless } from "./without-names.ts";

const time = z.iso.datetime({ offset: true, error: "must be an ISO 8601 date, time and zone" });
const stretchAsked = z.object({ from: time, to: time });

/** A stretch as a file that process-mining tools read; for whoever may read the events: a manager with the people in it, anybody else with pseudonyms. */
export const serveExport = (app: FastifyInstance, db: Db, sessions: Sessions, secret: string): void => {
  const names = createPersonNames(db);
  app.get("/export/ocel.json", async (request, reply) => {
    const { roles } = await viewerOf(sessions, request.headers);
    const asked = stretchAsked.parse(request.query);
    const stretch = stretchOf(new Date(asked.from), new Date(asked.to));
    const whole = stretchPages(db, stretch);
    const mayKnow = roles.includes("manager");
    const pages = mayKnow ? whole : createNameless(await names(), secret)(whole);
    const name = `millwright-${stretch.from.toISOString().slice(0, 16).replaceAll(":", "")}.ocel.json`;
    return reply
      .type("application/json")
      .header("content-disposition", `attachment; filename="${name}"`)
      .send(Readable.from(ocelLog(pages, (objects) => logObjects(db, objects))));
  });
};
