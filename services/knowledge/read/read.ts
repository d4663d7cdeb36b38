import { MillwrightError } from "../../core/errors.ts";
import type { ReadDocument } from "./block.ts";
import { readDocx } from "./docx.ts";
import { damaged } from "./failures.ts";
import { readHtml } from "./html.ts";
import { limits, within } from "./limits.ts";
import { readMarkdown } from "./markdown.ts";
import { readPdf } from "./pdf.ts";
import { readDelimited, readPlain } from "./plain.ts";
import { readPptx } from "./pptx.ts";
import { readXlsx } from "./xlsx.ts";

export const documentKinds = ["docx", "xlsx", "pptx", "pdf", "html", "md", "csv", "txt"] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const mediaTypes: Readonly<Record<DocumentKind, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  pdf: "application/pdf",
  html: "text/html",
  md: "text/markdown",
  csv: "text/csv",
  txt: "text/plain",
};

const readers: Readonly<
  Record<DocumentKind, (file: string, bytes: Uint8Array) => ReadDocument | Promise<ReadDocument>>
> = {
  docx: readDocx,
  xlsx: readXlsx,
  pptx: readPptx,
  pdf: readPdf,
  html: readHtml,
  md: readMarkdown,
  csv: readDelimited,
  txt: readPlain,
};

const extensions: Readonly<Record<string, DocumentKind>> = {
  ...Object.fromEntries(documentKinds.map((kind) => [kind, kind])),
  htm: "html",
  markdown: "md",
  tsv: "csv",
  text: "txt",
};

const starts = (bytes: Uint8Array, ...head: number[]) => head.every((byte, index) => bytes[index] === byte);
const includes = (bytes: Uint8Array, text: string) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text);

/** What the bytes are, whatever the name says; undefined for text, whose kind only the name tells. */
const found = (bytes: Uint8Array): DocumentKind | "ole" | "zip" | "binary" | undefined => {
  if (includes(bytes.subarray(0, 1_024), "%PDF-")) return "pdf";
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return "ole";
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    if (includes(bytes, "word/document.xml")) return "docx";
    if (includes(bytes, "xl/workbook.xml")) return "xlsx";
    return includes(bytes, "ppt/presentation.xml") ? "pptx" : "zip";
  }
  const wide = starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff);
  return !wide && bytes.subarray(0, 8_192).includes(0) ? "binary" : undefined;
};

/** @throws MillwrightError DOCUMENT_KIND_UNKNOWN, DOCUMENT_KIND_DIFFERS, DOCUMENT_ENCRYPTED. */
const kindOf = (file: string, bytes: Uint8Array): DocumentKind => {
  const extension = /\.([^.]+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  const named = extensions[extension];
  const is = found(bytes);
  // A password turns an office file into a compound file of its encrypted package.
  if (is === "ole" && includes(bytes, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"))
    throw new MillwrightError("DOCUMENT_ENCRYPTED", { file });
  const office = is === "docx" || is === "xlsx" || is === "pptx" || is === "pdf";
  const namedOffice = named === "docx" || named === "xlsx" || named === "pptx" || named === "pdf";
  if (!named || is === "ole")
    throw new MillwrightError("DOCUMENT_KIND_UNKNOWN", { file, kinds: documentKinds });
  if (is === undefined ? namedOffice : named !== is)
    throw new MillwrightError("DOCUMENT_KIND_DIFFERS", {
      file,
      named: extension,
      found: office ? is : is === "zip" ? "zip" : is === undefined ? "text" : "binary",
    });
  return named;
};

/** What no reader foresaw, such as parts within parts without end, is the file's fault too. */
const readOf = async (kind: DocumentKind, file: string, bytes: Uint8Array): Promise<ReadDocument> => {
  try {
    return await readers[kind](file, bytes);
  } catch (error) {
    if (error instanceof MillwrightError) throw error;
    throw damaged(file, "its contents", (error as Error).message, error);
  }
};

export interface WholeDocument extends ReadDocument {
  readonly kind: DocumentKind;
}

/**
 * Reads a file of any kind into blocks.
 *
 * @param file Its name, whose ending tells the kind.
 * @throws MillwrightError DOCUMENT_EMPTY, DOCUMENT_TOO_LARGE, DOCUMENT_DAMAGED, DOCUMENT_ENCRYPTED, DOCUMENT_SCANNED,
 *   DOCUMENT_KIND_UNKNOWN, DOCUMENT_KIND_DIFFERS.
 */
export const readDocument = async (file: string, bytes: Uint8Array): Promise<WholeDocument> => {
  if (bytes.length === 0) throw new MillwrightError("DOCUMENT_EMPTY", { file });
  within(file, "bytes", bytes.length, limits.fileBytes);
  const kind = kindOf(file, bytes);
  const read = await readOf(kind, file, bytes);
  within(file, "blocks", read.blocks.length, limits.blocks);
  if (!read.blocks.some((block) => block.kind !== "heading"))
    throw new MillwrightError("DOCUMENT_EMPTY", { file });
  const heading = read.blocks.find((block) => block.kind === "heading");
  const title = heading?.kind === "heading" && kind !== "xlsx" ? heading.text : read.title;
  return { kind, ...(title ? { title } : {}), blocks: read.blocks };
};
