import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { PlantDocuments } from "../../agents/process/instruction/passages.ts";
import { historyOf, openInstruction } from "../../agents/process/instruction/read.ts";
import { instructionPage, type TitleBlock } from "../../agents/process/instruction/render/html.ts";
import { statusNames } from "../../agents/process/instruction/status.ts";
import { plantDayTime } from "../../agents/runtime/format.ts";
import type { Db } from "../mes/database.ts";
import { type Sessions, viewerOf } from "./session.ts";

const asked = z.object({
  // The data store keeps no text with U+0000.
  id: z
    .string()
    .min(1)
    .max(200)
    .refine((given) => !given.includes("\0"), "holds U+0000"),
  version: z.coerce.number().int().positive(),
  language: z.enum(["zh", "en"], { error: "must be zh or en" }).default("zh"),
});

const time = (moment: Date | null): string => {
  if (!moment) return "";
  const { day, time: clock } = plantDayTime(moment);
  return `${day} ${clock}`;
};

/** An instruction as a page for screens and A4 paper; for whoever is signed in. */
export const serveInstructions = (
  app: FastifyInstance,
  db: Db,
  sessions: Sessions,
  documents: PlantDocuments,
): void => {
  app.get("/export/instruction.html", async (request, reply) => {
    await viewerOf(sessions, request.headers);
    const { id, version, language } = asked.parse(request.query);
    const { stored, changes } = await openInstruction(db, documents, id, version);
    const history = await historyOf(db, id);
    const block: TitleBlock = {
      documentId: stored.document_id,
      version: stored.version,
      status: statusNames[stored.status],
      title: { zh: stored.title_zh, en: stored.title_en },
      effective: time(stored.active_since),
      writtenBy: `${stored.written_by}, ${time(stored.written_at)}`,
      approvedBy: stored.approved_by ? `${stored.approved_by}, ${time(stored.approved_at)}` : "",
      history: history.map((row) => ({
        version: row.version,
        status: statusNames[row.status],
        by: row.changed_by,
        when: time(row.active_since ?? row.changed_at),
      })),
      stale: [...new Set(changes.flatMap(({ steps }) => steps))],
    };
    return reply.type("text/html; charset=utf-8").send(instructionPage(stored.content, block, language));
  });
};
