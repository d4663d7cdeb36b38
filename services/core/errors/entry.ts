export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** What an error is about, by the names that its sentences use: in English, or a name that the plant has in both languages. */
export type ErrorDetails = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | Bilingual>
>;

/** What the catalogue says of one code; `{name}` in a sentence is filled from the error's details. */
export interface CatalogueEntry extends Bilingual {
  /** HTTP status that carries it. */
  readonly status: number;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
}

export const entry = (status: number, retryable: boolean, en: string, zh: string): CatalogueEntry => ({
  status,
  retryable,
  en,
  zh,
});
