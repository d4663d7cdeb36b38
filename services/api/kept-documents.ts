import { MillwrightError } from "../core/errors.ts";
import { contentHash } from "../core/ids.ts";
import { mayRead } from "../knowledge/documents.ts";
import { type ImportedDocument, importDocument } from "../knowledge/import.ts";
import { readApart } from "../knowledge/read/apart.ts";
import { plantNow } from "../mes/clock.ts";
import type { Db, Tx } from "../mes/database.ts";
import { appendEvents } from "../mes/events.ts";
import { documentKeepers } from "./permissions.ts";
import { requireRole, type Viewer } from "./session.ts";

/** @throws MillwrightError FORBIDDEN. */
export const requireKeeper = (viewer: Viewer): void => requireRole(viewer, ...documentKeepers);

/** Tells the stream what somebody did with a document. */
export const tellOfDocument = async (
  tx: Tx,
  actId: string,
  type: string,
  viewer: Viewer,
  id: string,
  attributes: Record<string, unknown>,
) => {
  await appendEvents(tx, [
    {
      id: contentHash(type, actId),
      type,
      time: await plantNow(tx),
      source: "api",
      objects: [
        { id, type: "document", qualifier: "document" },
        { id: viewer.id, type: "person", qualifier: "keeper" },
      ],
      attributes,
    },
  ]);
};

/**
 * Imports for a person, and tells the stream what changed. A document of which he may not read every revision is not replaced by
 * him either.
 *
 * @throws MillwrightError FORBIDDEN, and what `importDocument` throws.
 */
export const keepDocument = (
  db: Db,
  viewer: Viewer,
  given: Parameters<typeof importDocument>[1],
  dryRun: boolean,
): Promise<ImportedDocument> =>
  importDocument(db, given, {
    by: viewer.id,
    dryRun,
    read: readApart,
    permit: (needed) => {
      const refused = needed.find((roles) => !mayRead(viewer.roles, roles));
      if (refused) throw new MillwrightError("FORBIDDEN", { role: refused });
    },
    also: (tx, { id, revision, status, supersedes }) =>
      tellOfDocument(tx, `${id}/${revision}/${status}`, "document.imported", viewer, id, {
        revision,
        status,
        supersedes,
      }),
  });
