import type { Insertable } from "kysely";
import { plantNow } from "../mes/clock.ts";
import { recordContentDecision } from "../mes/commands/content.ts";
import type { Tx } from "../mes/database.ts";
import type { KnowledgeDocumentTable } from "../mes/schema/knowledge.ts";
import type { passagesOf } from "./passages.ts";
import type { Block } from "./read/block.ts";
import type { Withheld } from "./screen.ts";

/** A document in a revision that is new, with all that is kept of its file. */
export interface NewDocument {
  readonly document: Insertable<KnowledgeDocumentTable>;
  readonly file: Uint8Array;
  readonly blocks: readonly Block[];
  readonly passages: ReturnType<typeof passagesOf>;
  readonly withheld: readonly Withheld[];
}

const passagesAtOnce = 5_000;

/** More of one document tell nothing more. */
const mostNoted = 50;

const noteWithheld = async (
  tx: Tx,
  { id, revision }: Pick<NewDocument["document"], "id" | "revision">,
  withheld: readonly Withheld[],
  personId: string | null | undefined,
): Promise<void> => {
  if (withheld.length === 0) return;
  const now = await plantNow(tx);
  for (const { block, text, findings } of withheld.slice(0, mostNoted))
    await recordContentDecision(
      tx,
      {
        key: `document/${id}/${revision}/${block}/${text}`,
        place: "document",
        action: "Withheld",
        findings,
        text,
        subject: { type: "document", id },
        personId: personId ?? undefined,
      },
      now,
    );
};

/** Stores a new revision of a document: the file, its blocks, its passages, and what was withheld of it. */
export const storeDocument = async (
  tx: Tx,
  { document, file, blocks, passages, withheld }: NewDocument,
): Promise<void> => {
  const { id, revision } = document;
  await tx.insertInto("knowledge_document").values(document).execute();
  await tx
    .insertInto("knowledge_content")
    .values({ document_id: id, revision, file: Buffer.from(file), blocks: JSON.stringify(blocks) })
    .execute();
  for (let start = 0; start < passages.length; start += passagesAtOnce)
    await tx
      .insertInto("knowledge_passage")
      .values(
        passages.slice(start, start + passagesAtOnce).map(({ block, row, path, text, locator }, index) => ({
          document_id: id,
          revision,
          sort: start + index,
          block,
          table_row: row ?? null,
          path: [...path],
          text,
          locator,
        })),
      )
      .execute();
  await noteWithheld(tx, document, withheld, document.imported_by);
};
