import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GivenDocument } from "../import.ts";
import type { DocumentKind } from "../read/read.ts";
import { readSource, type Source, type SourceBlock, sourceBlocks } from "./source.ts";
import { writeDocx } from "./write/docx.ts";
import { writePdf } from "./write/pdf.ts";
import { writePptx } from "./write/pptx.ts";
import { writeCsv, writeHtml, writeMd, writeTxt } from "./write/text.ts";
import { writeXlsx } from "./write/xlsx.ts";

const folder = join(import.meta.dirname, "documents");

const writers: Readonly<
  Record<DocumentKind, (source: Source, blocks: readonly SourceBlock[]) => Uint8Array>
> = {
  docx: writeDocx,
  xlsx: writeXlsx,
  pptx: writePptx,
  pdf: writePdf,
  html: writeHtml,
  md: writeMd,
  csv: writeCsv,
  txt: writeTxt,
};

/** The demonstration plant's documents as files of many kinds, older revisions first. */
export const demoDocuments = async (): Promise<GivenDocument[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  const sources = await Promise.all(
    names.map(async (name) => readSource(await readFile(join(folder, name), "utf8"))),
  );
  return sources
    .sort((a, b) => a.id.localeCompare(b.id) || a.revision.localeCompare(b.revision))
    .map((source) => {
      const { body, format, ...known } = source;
      return {
        ...known,
        file: `${source.id} ${source.title.replace(/[/\\]/g, " ")}.${format}`,
        bytes: writers[format](source, sourceBlocks(body)),
        simulated: true,
      };
    });
};
