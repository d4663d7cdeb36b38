import { MillwrightError } from "../../core/errors.ts";

/** What one file may be: more is refused before it is read, so that no file can stop the house. */
export const limits = {
  /** Of the file itself. */
  fileBytes: 32 * 2 ** 20,
  /** Of what an archive (docx, xlsx, pptx) holds, unpacked. */
  unpackedBytes: 256 * 2 ** 20,
  archiveEntries: 5_000,
  pages: 2_000,
  blocks: 100_000,
  tableRows: 50_000,
  columns: 256,
  /** Of XML and HTML, closing ones too: a tag of four letters becomes an object of some hundred bytes. */
  tags: 4_000_000,
} as const;

/** @throws MillwrightError DOCUMENT_TOO_LARGE. */
export const within = (file: string, what: string, found: number, limit: number): void => {
  if (found > limit) throw new MillwrightError("DOCUMENT_TOO_LARGE", { file, what, found, limit });
};

const count = (text: string, sign: string): number => {
  let found = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) found += 1;
  return found;
};

/** Counts the tags of a text before it is parsed, and gives how many they are with those before. @throws MillwrightError DOCUMENT_TOO_LARGE. */
export const tagsWithin = (file: string, text: string, before = 0): number => {
  const tags = before + count(text, "<");
  within(file, "tags", tags, limits.tags);
  return tags;
};
