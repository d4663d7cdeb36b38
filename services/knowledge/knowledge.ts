import type { Db } from "../mes/database.ts";
import { mayRead } from "./documents.ts";
import { createLibrary, type Library, type LibraryPassage } from "./library.ts";
import { type Ranked, rank } from "./search/rank.ts";
import { createVectors, type Embed, type EncoderName } from "./vectors.ts";

/** What a document is for; one that names none of a kind is for all of them. */
export interface Scope {
  readonly product?: string | undefined;
  readonly line?: string | undefined;
  readonly segment?: string | undefined;
}

export interface SearchOptions {
  /** Documents of this language only; absent: of any. */
  readonly language?: "zh" | "en" | undefined;
  /** Default 10. */
  readonly limit?: number | undefined;
  /** Roles of who asks; documents that none of them may read are not looked at. */
  readonly roles: readonly string[];
  readonly scope?: Scope | undefined;
}

/** A passage of a document in force, and where it stands. */
export interface Passage {
  readonly id: string;
  readonly documentId: string;
  readonly title: string;
  readonly revision: string;
  /** Headings, the highest first. */
  readonly path: readonly string[];
  readonly text: string;
  /** Page, sheet and cell, slide or section. */
  readonly locator: string;
  /** 0 to 1; the best first. */
  readonly score: number;
  readonly language: "zh" | "en";
  /** Index of the block of the document that it begins at, and of the table's row. */
  readonly block: number;
  readonly row: number | null;
}

export interface KnowledgeDeps {
  readonly db: Db;
  /** Absent: words alone find. */
  readonly embed?: Embed | undefined;
  readonly model?: EncoderName | undefined;
}

export interface Knowledge {
  /** Passages that answer a question in either language, the best first. */
  search(question: string, options: SearchOptions): Promise<Passage[]>;
  /** The same with everything that the answer is made from. */
  ranked(
    question: string,
    options: SearchOptions,
  ): Promise<{ readonly library: Library; readonly ranked: readonly Ranked[] }>;
  /** A sentence with its ids as the documents write them: RRU5301 is RRU-5301 where they know that alone. */
  spelled(sentence: string): Promise<string>;
  /** Makes the vectors that are missing. @throws what the encoder throws. */
  prepare(): Promise<void>;
}

const fits = (scoped: readonly string[], wanted: string | undefined): boolean =>
  wanted === undefined ||
  scoped.length === 0 ||
  scoped.some((one) => wanted === one || wanted.startsWith(`${one}-`));

/** Whether a passage may be looked at for a question. */
const allows =
  ({ roles, language, scope = {} }: SearchOptions) =>
  ({ document }: LibraryPassage): boolean =>
    mayRead(roles, document.roles) &&
    (language === undefined || document.language === language) &&
    fits(document.products, scope.product) &&
    fits(document.lines, scope.line) &&
    fits(document.segments, scope.segment);

export const passageOf = ({
  passage: { document, sort, path, text, locator, block, row },
  score,
}: Ranked): Passage => ({
  id: `${document.id}@${document.revision}#${sort}`,
  documentId: document.id,
  title: document.title,
  revision: document.revision,
  path,
  text,
  locator,
  score,
  language: document.language,
  block,
  row,
});

/** Letters and figures of an id that is said without its hyphen. */
const idInOne = /(?<![A-Za-z\d-])([A-Za-z]{2,5}) ?(\d{2,5})(?![\d-])/g;

/** A failing encoder is asked again after this long; until then words alone find. */
const retryMs = 10_000;

/** What the documents of the plant say: searched by words and by meaning, in the revisions that are in force. */
export const createKnowledge = ({ db, embed, model = "encoder" }: KnowledgeDeps): Knowledge => {
  const library = createLibrary(db, createVectors(db, embed, model));
  let retryAt = 0;
  const vectorOf = async (question: string): Promise<Float32Array | undefined> => {
    if (!embed || Date.now() < retryAt) return undefined;
    try {
      const [vector] = await embed([`query: ${question}`]);
      return vector;
    } catch {
      retryAt = Date.now() + retryMs;
      return undefined;
    }
  };
  const ranked = async (question: string, options: SearchOptions) => {
    const [current, vector] = await Promise.all([library.current(), vectorOf(question)]);
    const may = allows(options);
    const allowed = (index: number) => may(current.passages[index]!);
    return { library: current, ranked: rank(current, question, vector, allowed) };
  };
  return {
    ranked,
    search: async (question, options) =>
      (await ranked(question, options)).ranked.slice(0, options.limit ?? 10).map(passageOf),
    spelled: async (sentence) => {
      const { knows } = (await library.current()).lexical;
      return sentence.replaceAll(idInOne, (said, letters: string, number: string) => {
        const id = `${letters}-${number}`;
        return knows(id.toLowerCase()) && !knows(said.toLowerCase()) ? id : said;
      });
    },
    prepare: library.complete,
  };
};
