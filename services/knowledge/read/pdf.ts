import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MillwrightError } from "../../core/errors.ts";
import { type Block, clean, type ReadDocument } from "./block.ts";
import { damaged } from "./failures.ts";
import { limits, within } from "./limits.ts";
import { closed, joinText, type Line, linesOf, type Piece } from "./pdf-lines.ts";
import { tableBlock, tableLength } from "./pdf-table.ts";
import { headingLevel, listItem } from "./plain.ts";

type Pdf = typeof import("pdfjs-dist/legacy/build/pdf.mjs");

const packageFolder = () => fileURLToPath(new URL("../../../node_modules/pdfjs-dist/", import.meta.url));

const textOf = ({ spans }: Line): string => closed(spans.map(({ text }) => text).join(" "));

/** The size that most letters have. */
const usualSize = (lines: readonly Line[]): number => {
  const letters = new Map<number, number>();
  for (const line of lines) {
    const size = Math.round(line.size * 2) / 2;
    letters.set(size, (letters.get(size) ?? 0) + textOf(line).length);
  }
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
};

/** Running heads and feet: the same words, whatever the number, at the edge of most pages. */
const withoutRunning = (lines: readonly Line[], pages: number): Line[] => {
  const key = (line: Line) => textOf(line).replace(/\d+/g, "#");
  const byPage = new Map<number, Line[]>();
  for (const line of lines) byPage.set(line.page, [...(byPage.get(line.page) ?? []), line]);
  const counts = new Map<string, number>();
  const edges = new Set<Line>();
  for (const page of byPage.values())
    for (const line of new Set([...page.slice(0, 2), ...page.slice(-2)])) {
      edges.add(line);
      counts.set(key(line), (counts.get(key(line)) ?? 0) + 1);
    }
  const running = (line: Line) =>
    edges.has(line) &&
    ((pages >= 2 && counts.get(key(line))! >= Math.max(2, pages * 0.6)) ||
      /^(?:page\s*)?[-–]?\s*\d+\s*(?:\/\s*\d+)?\s*[-–]?$/i.test(textOf(line)));
  return lines.filter((line) => !running(line));
};

const isCaption = (text: string) =>
  /^(?:表|图|Table|Figure|Fig\.)\s*[\dA-Z][\d.-]*\s*[\s:：.、]/.test(text) && text.length < 90;
const isFormula = (text: string) =>
  /^[\p{L}_][\p{L}\p{N}_ ]{0,14}\s*=\s*[^=]{3,90}$/u.test(text) && /[×*/÷+^√()−-]/.test(text);

const blocksOf = (lines: readonly Line[]): Block[] => {
  const body = usualSize(lines);
  const sizes = [...new Set(lines.map(({ size }) => Math.round(size * 2) / 2))]
    .filter((size) => size > body * 1.12)
    .sort((a, b) => b - a);
  const blocks: Block[] = [];
  let open: { text: string; line: Line; first: Line; marker?: string } | undefined;
  const flush = () => {
    if (open) {
      const place = { page: open.first.page };
      const text = clean(open.text);
      if (open.marker) blocks.push({ kind: "item", text, marker: open.marker, place });
      else
        blocks.push({
          kind: isFormula(text) ? "formula" : isCaption(text) ? "caption" : "paragraph",
          text,
          place,
        });
    }
    open = undefined;
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    const text = textOf(line);
    const length = tableLength(lines, index);
    if (length > 0) {
      flush();
      const last = blocks.at(-1);
      const table = tableBlock(
        lines.slice(index, index + length),
        last?.kind === "caption" ? last.text : undefined,
      );
      if (table) blocks.push(table);
      index += length - 1;
      continue;
    }
    const larger = sizes.findIndex((size) => Math.abs(size - line.size) <= 0.5);
    const item = listItem.exec(text);
    const level = larger >= 0 ? Math.min(larger + 1, 6) : headingLevel(text);
    if (level !== undefined && text.length < 120 && !(item && larger < 0)) {
      flush();
      const last = blocks.at(-1);
      // A long heading goes on in a second line.
      if (
        larger >= 0 &&
        last?.kind === "heading" &&
        last.level === level &&
        lines[index - 1] &&
        lines[index - 1]!.page === line.page &&
        lines[index - 1]!.y - line.y < line.size * 1.5
      )
        blocks[blocks.length - 1] = { ...last, text: joinText(last.text, text) };
      else blocks.push({ kind: "heading", level, text, place: { page: line.page } });
      continue;
    }
    const follows =
      open !== undefined &&
      !item &&
      (open.line.page !== line.page
        ? !/[。.!?！？:：]$/.test(open.text)
        : open.line.y - line.y < line.size * 1.75) &&
      !isCaption(open.text) &&
      !isFormula(text) &&
      !isFormula(open.text);
    if (open && follows) open = { ...open, text: joinText(open.text, text), line };
    else {
      flush();
      open = { text: item ? item[2]! : text, line, first: line, ...(item ? { marker: item[1] ?? "•" } : {}) };
    }
  }
  flush();
  return blocks;
};

/** A PDF's text in reading order with its pages. Chinese fonts that a file names and does not hold are read by the Adobe character maps. */
export const readPdf = async (file: string, bytes: Uint8Array): Promise<ReadDocument> => {
  const pdfjs: Pdf = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const folder = packageFolder();
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: join(folder, "cmaps/"),
    cMapPacked: true,
    standardFontDataUrl: join(folder, "standard_fonts/"),
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    verbosity: 0,
  } as Parameters<Pdf["getDocument"]>[0]);
  try {
    const document = await task.promise;
    within(file, "pages", document.numPages, limits.pages);
    const lines: Line[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      lines.push(
        ...linesOf(
          number,
          items.flatMap((item): Piece[] =>
            "str" in item
              ? [
                  {
                    text: item.str,
                    x: item.transform[4],
                    y: item.transform[5],
                    width: item.width,
                    size: Math.hypot(item.transform[2], item.transform[3]) || item.height,
                  },
                ]
              : [],
          ),
        ),
      );
      page.cleanup();
    }
    if (lines.length === 0) throw new MillwrightError("DOCUMENT_SCANNED", { file, pages: document.numPages });
    const { info } = (await document.getMetadata()) as { info?: { Title?: string } };
    const title = clean(info?.Title ?? "");
    return { ...(title ? { title } : {}), blocks: blocksOf(withoutRunning(lines, document.numPages)) };
  } catch (error) {
    if (error instanceof MillwrightError) throw error;
    if ((error as Error).name === "PasswordException")
      throw new MillwrightError("DOCUMENT_ENCRYPTED", { file }, { cause: error });
    throw damaged(file, "the PDF", (error as Error).message, error);
  } finally {
    await task.destroy();
  }
};
