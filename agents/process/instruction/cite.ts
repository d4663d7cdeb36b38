import type { Db } from "../../../services/mes/database.ts";
import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import type { SegmentMaster } from "../../../services/mes/queries/segment-master.ts";
import { type Cited, questionsOf } from "./compose.ts";
import type { CitedPassage, Quote } from "./model.ts";
import type { FoundPassage, PlantDocuments } from "./passages.ts";

/** Passages that answer less well than this are left out: a citation that says something else is worse than none. */
const leastScore = 0.5;
/** What a passage that names the product itself is worth beside one that names none. */
const ownBonus = 0.15;
const longestQuote = 240;
const shortestQuote = 12;
const mostOfStep = 2;
const searched = 12;

/** Headings of what a document is about: nobody works by them. */
const preface = /范围|目的|适用|术语|定义|scope|purpose|definition|revision history|修订/i;

/** As much of a passage as a step has room for, whole sentences where there are any. */
const quoteOf = (text: string): string => {
  const trimmed = text.trim();
  if (trimmed.length <= longestQuote) return trimmed;
  const cut = trimmed.slice(0, longestQuote);
  const end = Math.max(
    cut.lastIndexOf("。"),
    cut.lastIndexOf("；"),
    cut.lastIndexOf(". "),
    cut.lastIndexOf("\n"),
  );
  return end > longestQuote / 3 ? cut.slice(0, end + 1).trim() : cut;
};

/** Whether a passage says something that can be worked by: no heading, no caption, nothing of what the document is about. */
const tells = ({ text, locator }: FoundPassage): boolean =>
  text.trim().length >= shortestQuote && /[。；;:：.!|]/.test(text) && !preface.test(locator);

const names = (text: string, id: string): boolean => {
  const at = text.indexOf(id);
  return (
    at >= 0 && !/[A-Za-z0-9]/.test(text[at - 1] ?? "") && !/[A-Za-z0-9]/.test(text[at + id.length] ?? "")
  );
};

/**
 * What the plant's documents in force say to each step, in whichever language they are written: the best answers, every passage once.
 * One that is about other products or lines than the segment's own is of no use here.
 */
export const cite = async (db: Db, master: SegmentMaster, documents: PlantDocuments): Promise<Cited> => {
  const product = master.workMaster.product_id;
  const { products, lines } = await namesOfPlant(db);
  const own = { products: [product], lines: master.equipment.map(({ equipment_id }) => equipment_id) };
  /** About something else: it names products or lines, and none of the segment's. */
  const elsewhere = (text: string, ids: readonly string[], mine: readonly string[]) =>
    !mine.some((id) => names(text, id)) && ids.some((id) => names(text, id));
  const asked = [...questionsOf(master)].flatMap(([step, question]) =>
    (["zh", "en"] as const).map((language) => ({ step, language, question: question[language] })),
  );
  const found = await Promise.all(
    asked.map(async ({ step, language, question }) => {
      const passages = await documents.search(question, {
        language,
        limit: searched,
        product,
        segment: String(master.segment.segment),
      });
      return passages
        .filter(
          (passage) =>
            tells(passage) &&
            !elsewhere(passage.text, products, own.products) &&
            !elsewhere(
              passage.text,
              lines.map(({ id }) => id),
              own.lines,
            ),
        )
        .map((passage) => ({
          step,
          passage,
          score: passage.score + (names(passage.text, product) ? ownBonus : 0),
        }));
    }),
  );
  const passages: Record<string, CitedPassage> = {};
  const quotes: Record<string, Quote[]> = {};
  const bestFirst = found
    .flat()
    .filter(({ score }) => score >= leastScore)
    .toSorted((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1));
  for (const { step, passage } of bestFirst) {
    // Where it fits best, it stands; one passage says the same everywhere.
    if (passages[passage.id] || (quotes[step]?.length ?? 0) >= mostOfStep) continue;
    passages[passage.id] = citedOf(passage);
    quotes[step] = [...(quotes[step] ?? []), { passage: passage.id, text: quoteOf(passage.text) }];
  }
  return { passages, quotes };
};

const citedOf = ({ documentId, title, revision, locator, text }: FoundPassage): CitedPassage => ({
  documentId,
  title,
  revision,
  locator,
  text,
});
