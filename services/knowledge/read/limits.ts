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
} as const;

/** @throws MillwrightError DOCUMENT_TOO_LARGE. */
export const within = (file: string, what: string, found: number, limit: number): void => {
  if (found > limit) throw new MillwrightError("DOCUMENT_TOO_LARGE", { file, what, found, limit });
};
