import { unzipSync } from "fflate";
import { MillwrightError } from "../../core/errors.ts";
import { limits, tagsWithin, within } from "./limits.ts";

export interface Archive {
  readonly names: readonly string[];
  /** UTF-8 text of a part; undefined where there is none. @throws MillwrightError DOCUMENT_TOO_LARGE for too many tags in all. */
  text(name: string): string | undefined;
}

const wanted = /\.(xml|rels)$/i;

/**
 * The XML parts of an office file. Sizes are taken from the directory and held against the limits before anything is
 * unpacked, and what is unpacked is held to them again: an archive may lie.
 *
 * @throws MillwrightError DOCUMENT_TOO_LARGE, DOCUMENT_DAMAGED.
 */
export const openArchive = (file: string, bytes: Uint8Array): Archive => {
  let entries = 0;
  let unpacked = 0;
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        within(file, "archive entries", entries, limits.archiveEntries);
        if (!wanted.test(name)) return false;
        unpacked += originalSize;
        within(file, "bytes unpacked", unpacked, limits.unpackedBytes);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof MillwrightError) throw error;
    throw new MillwrightError(
      "DOCUMENT_DAMAGED",
      { file, where: "the archive", problem: (error as Error).message },
      { cause: error },
    );
  }
  const real = Object.values(parts).reduce((sum, part) => sum + part.length, 0);
  within(file, "bytes unpacked", real, limits.unpackedBytes);
  const decoder = new TextDecoder();
  let tags = 0;
  return {
    names: Object.keys(parts),
    text: (name) => {
      const part = parts[name.replace(/^\//, "")];
      if (!part) return undefined;
      const text = decoder.decode(part);
      tags = tagsWithin(file, text, tags);
      return text;
    },
  };
};
