import type { Db } from "../../../services/mes/database.ts";
import type { FoundPassage, PlantDocuments } from "./passages.ts";

/** The part of the plant's knowledge that is asked here (services/knowledge). */
export interface KnowledgeSearch {
  search(
    question: string,
    options: {
      readonly language: "zh" | "en";
      readonly limit: number;
      readonly roles: readonly string[];
      readonly scope: { readonly product: string; readonly segment: string };
    },
  ): Promise<readonly (FoundPassage & { readonly path: readonly string[] })[]>;
}

/**
 * The plant's documents for work instructions. Only those that everybody may read are cited: an instruction lies open on the shop
 * floor.
 */
export const createPlantDocuments = (db: Db, knowledge: KnowledgeSearch): PlantDocuments => ({
  search: async (question, { language, limit, product, segment }) => {
    const found = await knowledge.search(question, {
      language,
      limit,
      roles: [],
      scope: { product, segment },
    });
    return found.map(({ id, documentId, title, revision, path, locator, text, score }) => ({
      id,
      documentId,
      title,
      revision,
      locator: locator.startsWith(path.at(-1) ?? locator) ? locator : [path.at(-1), locator].join(", "),
      text,
      score,
    }));
  },
  inForce: async (passages) => {
    const documents = [...new Set([...passages.values()].map(({ documentId }) => documentId))];
    if (documents.length === 0) return new Set();
    const rows = await db
      .selectFrom("knowledge_passage as p")
      .innerJoin("knowledge_document as d", (join) =>
        join.onRef("d.id", "=", "p.document_id").onRef("d.revision", "=", "p.revision"),
      )
      .select(["p.document_id", "p.revision", "p.text"])
      .where("d.status", "=", "InForce")
      .where("d.id", "in", documents)
      .execute();
    const key = (...parts: readonly string[]) => parts.join("\u0000");
    const there = new Set(rows.map(({ document_id, revision, text }) => key(document_id, revision, text)));
    return new Set(
      [...passages]
        .filter(([, { documentId, revision, text }]) => there.has(key(documentId, revision, text)))
        .map(([id]) => id),
    );
  },
});
