import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { AuditEntry } from "../mes/audit/told.ts";
import { auditKindNames, type TrailFilter, type TrailPosition } from "../mes/audit/trail.ts";
import type { Db } from "../mes/database.ts";
import { entriesFor, trailFilterFor } from "./graphql/audit/audit.ts";
import { type Sessions, type Viewer, viewerOf } from "./session.ts";

const time = z.iso.datetime({ offset: true, error: "must be an ISO 8601 date, time and zone" });
const id = z.string().min(1).max(200);
const asked = z.object({
  person: id.optional(),
  subject: id.optional(),
  kind: z.enum(auditKindNames).optional(),
  from: time.optional(),
  to: time.optional(),
});

const columns = [
  "seq",
  "time",
  "recorded_at",
  "type",
  "who",
  "who_name",
  "approved_by",
  "subjects",
  "channel",
  "address",
  "agent",
  "source",
  "batch",
  "attributes",
] as const;

/** A cell of CSV; a spreadsheet must not take what somebody wrote for a formula. */
const cell = (value: string | number | null | undefined): string => {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const lineOf = (entry: AuditEntry): string =>
  [
    entry.seq,
    entry.time.toISOString(),
    entry.recordedAt.toISOString(),
    entry.type,
    entry.who?.id,
    entry.who?.nameZh,
    entry.approvedBy?.id,
    entry.objects
      .filter(({ type }) => type !== "person" && type !== "tool_call")
      .map((one) => one.id)
      .join(" "),
    entry.origin?.channel,
    entry.origin?.address,
    entry.origin?.agent,
    entry.source,
    entry.batch,
    JSON.stringify(entry.attributes),
  ]
    .map(cell)
    .join(",");

const pageRows = 2_000;

async function* csv(db: Db, viewer: Viewer, filter: TrailFilter): AsyncGenerator<string> {
  // The mark tells Excel that it is UTF-8.
  yield `\ufeff${columns.join(",")}\r\n`;
  let after: TrailPosition | undefined;
  for (;;) {
    const rows = await entriesFor(db, viewer, filter, pageRows, after);
    if (rows.length > 0) yield `${rows.map(lineOf).join("\r\n")}\r\n`;
    const last = rows.at(-1);
    if (!last || rows.length < pageRows) return;
    after = { micros: last.micros, seq: last.seq };
  }
}

/** The audit as a table file, by the same filter and for the same people as its page. */
export const serveAuditExport = (app: FastifyInstance, db: Db, sessions: Sessions): void => {
  app.get("/export/audit.csv", async (request, reply) => {
    const viewer = await viewerOf(sessions, request.headers);
    const { from, to, ...rest } = asked.parse(request.query);
    const filter = { ...rest, from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    // Refused before anything is sent.
    trailFilterFor(viewer, filter);
    return reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", 'attachment; filename="millwright-audit.csv"')
      .send(Readable.from(csv(db, viewer, filter)));
  });
};
