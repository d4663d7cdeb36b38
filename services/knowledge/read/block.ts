/** Where something stands in its file: what a person has to turn to. */
export interface Place {
  /** From 1. */
  readonly page?: number;
  /** From 1. */
  readonly slide?: number;
  readonly sheet?: string;
  /** Of a row its first cell, such as A4. */
  readonly cell?: string;
}

export interface Row {
  readonly cells: readonly string[];
  readonly place?: Place;
}

export interface Table {
  readonly kind: "table";
  readonly caption?: string;
  /** One text for each column; of a header in several rows they are joined. */
  readonly header: readonly string[];
  readonly rows: readonly Row[];
  readonly place?: Place;
}

/** A document is a list of blocks in reading order, whatever file it came from. */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string; readonly place?: Place }
  | { readonly kind: "paragraph" | "caption" | "formula"; readonly text: string; readonly place?: Place }
  | {
      readonly kind: "item";
      readonly text: string;
      /** "1." of an ordered list, "•" of another. */
      readonly marker: string;
      readonly place?: Place;
    }
  | Table;

export interface ReadDocument {
  /** As the file says, or its first heading. */
  readonly title?: string;
  readonly blocks: readonly Block[];
}

/** One space where there were some; none at the ends. */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .normalize("NFC")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: files hold them, and no text may.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
