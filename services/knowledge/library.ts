import { sql } from "kysely";
import type { Db } from "../mes/database.ts";
import type { Block } from "./read/block.ts";
import { type Bm25, createBm25 } from "./search/bm25.ts";
import { createDense, type Dense } from "./search/dense.ts";
import { conceptsIn } from "./search/expand.ts";
import { termsOf } from "./search/terms.ts";
import { type PassageSentence, sentencesIn } from "./sentences.ts";
import type { Vectors } from "./vectors.ts";

/** A document in force, as it is searched. */
export interface LibraryDocument {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly language: "zh" | "en";
  readonly products: readonly string[];
  readonly lines: readonly string[];
  readonly segments: readonly string[];
  readonly roles: readonly string[];
  readonly blocks: readonly Block[];
}

export interface LibraryPassage {
  readonly document: LibraryDocument;
  readonly sort: number;
  readonly block: number;
  readonly row: number | null;
  readonly path: readonly string[];
  readonly text: string;
  readonly locator: string;
  readonly sentences: readonly PassageSentence[];
  /** Terms of the text, and of the title and headings that it stands under. */
  readonly terms: ReadonlySet<string>;
  readonly headTerms: ReadonlySet<string>;
}

/** Everything in force, indexed in memory. */
export interface Library {
  readonly passages: readonly LibraryPassage[];
  readonly lexical: Bm25;
  readonly dense: Dense;
  /** Terms of the plant's language that some passage speaks of. */
  readonly concepts: ReadonlySet<number>;
}

/** What a passage says with where it stands: what its vector is made of. */
const contextText = ({ document, path }: Pick<LibraryPassage, "document" | "path">, text: string): string =>
  `${[document.title, ...path].join(" > ")}: ${text}`;

/** What the vectors of a passage are made of: the whole, and where it has several sentences each of them. */
const textsOf = (passage: LibraryPassage): readonly string[] => [
  contextText(passage, passage.text),
  ...(passage.sentences.length > 1 ? passage.sentences.map(({ text }) => contextText(passage, text)) : []),
];

const conceptsOf = new WeakMap<LibraryPassage, ReadonlySet<number>>();
/** What a passage speaks of, with its headings; worked out once. */
export const conceptsOfPassage = (passage: LibraryPassage): ReadonlySet<number> => {
  let found = conceptsOf.get(passage);
  if (!found) {
    found = conceptsIn([passage.document.title, ...passage.path, passage.text].join(" "));
    conceptsOf.set(passage, found);
  }
  return found;
};

const documentsInForce = (db: Db) =>
  db
    .selectFrom("knowledge_document as d")
    .innerJoin("knowledge_content as c", (join) =>
      join.onRef("c.document_id", "=", "d.id").onRef("c.revision", "=", "d.revision"),
    )
    .select([
      "d.id",
      "d.revision",
      "d.title",
      "d.language",
      "d.products",
      "d.lines",
      "d.segments",
      "d.roles",
      "c.blocks",
    ])
    .where("d.status", "=", "InForce")
    .orderBy("d.id")
    .execute();

const vectorsOf = async (
  passages: readonly LibraryPassage[],
  vectors: Vectors,
): Promise<(Float32Array | undefined)[][]> => {
  const texts = passages.map(textsOf);
  const all = await vectors.stored(texts.flat());
  let at = 0;
  return texts.map(({ length }) => {
    at += length;
    return all.slice(at - length, at);
  });
};

const load = async (db: Db, vectors: Vectors): Promise<Library> => {
  const documents = new Map(
    (await documentsInForce(db)).map((row): [string, LibraryDocument] => [
      `${row.id}\n${row.revision}`,
      { ...row, blocks: row.blocks as readonly Block[] },
    ]),
  );
  const rows = await db
    .selectFrom("knowledge_passage as p")
    .innerJoin("knowledge_document as d", (join) =>
      join.onRef("d.id", "=", "p.document_id").onRef("d.revision", "=", "p.revision"),
    )
    .selectAll("p")
    .where("d.status", "=", "InForce")
    .orderBy("p.document_id")
    .orderBy("p.sort")
    .execute();
  const heads = new Map<string, { list: string[]; set: ReadonlySet<string> }>();
  const texts: string[][] = [];
  const passages = rows.flatMap((row): LibraryPassage[] => {
    const document = documents.get(`${row.document_id}\n${row.revision}`);
    if (!document) return [];
    const head = [document.title, ...row.path].join(" ");
    let headTerms = heads.get(head);
    if (!headTerms) {
      const list = termsOf(`${document.id} ${head}`);
      headTerms = { list, set: new Set(list) };
      heads.set(head, headTerms);
    }
    const terms = termsOf(row.text);
    texts.push([...terms, ...headTerms.list]);
    const { sort, block, path, text, locator } = row;
    return [
      {
        document,
        sort,
        block,
        row: row.table_row,
        path,
        text,
        locator,
        sentences: sentencesIn({ text, row: row.table_row }, document.blocks[block]),
        terms: new Set(terms),
        headTerms: headTerms.set,
      },
    ];
  });
  return {
    passages,
    lexical: createBm25(texts),
    dense: createDense(await vectorsOf(passages, vectors)),
    concepts: new Set(passages.flatMap((passage) => [...conceptsOfPassage(passage)])),
  };
};

/** A failing encoder is asked again after this long. */
const retryMs = 30_000;

/**
 * The library as the data store has it now: read again when a document has changed, by whatever process. Vectors that are
 * missing are made on the side; until they are there, words alone find.
 */
export const createLibrary = (db: Db, vectors: Vectors) => {
  let known: { change: string; library: Promise<Library> } | undefined;
  let completing: Promise<unknown> | undefined;
  let retryAt = 0;
  // The sum, not the highest: a change that was numbered first may be seen last.
  const changeNow = async () => {
    const { rows } = await sql<{
      change: string | null;
    }>`select sum(change)::text as change from knowledge_document`.execute(db);
    return rows[0]?.change ?? "";
  };
  const complete = async (library: Library): Promise<void> => {
    const made = await vectors.complete(library.passages.flatMap(textsOf));
    if (made > 0) known = undefined;
  };
  const current = async (): Promise<Library> => {
    const change = await changeNow();
    if (known?.change !== change) {
      const entry = { change, library: load(db, vectors) };
      entry.library.catch(() => {
        if (known === entry) known = undefined;
      });
      known = entry;
    }
    const library = await known.library;
    if (!completing && Date.now() >= retryAt)
      completing = complete(library)
        .catch(() => {
          retryAt = Date.now() + retryMs;
        })
        .finally(() => {
          completing = undefined;
        });
    return library;
  };
  return {
    current,
    /** Makes every vector that is missing; throws what the encoder throws. */
    complete: async () => complete(await (known?.library ?? current())),
  };
};
