import { latexText } from "../../read/formula.ts";
import type { Source, SourceBlock } from "../source.ts";

/** A4 in points, with its margins. */
const page = { width: 595, height: 842, left: 56, right: 539, top: 780, bottom: 60 };
const bodySize = 10;

/** Letters of the font that is named: a Latin one is half as wide as a Chinese one. */
const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 0x7f ? 0.5 : 1), 0) * size;

const wrapped = (text: string, size: number, width: number): string[] => {
  const lines: string[] = [];
  let line = "";
  for (const part of text.match(/[\x21-\x7e]+\s*|\s+|[^\x20-\x7e]/g) ?? []) {
    if (line && widthOf(line + part.trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += part;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
};

const hex = (text: string): string =>
  [...text].map((letter) => letter.charCodeAt(0).toString(16).padStart(4, "0")).join("");

/** Pages of text with tables, in a Chinese font that is named and not held: the file stays small, as many of the trade's are. */
export const writePdf = ({ id, revision, title }: Source, blocks: readonly SourceBlock[]): Uint8Array => {
  const pages: string[][] = [];
  let y = 0;
  const begin = () => {
    pages.push([]);
    y = page.top;
  };
  const put = (text: string, x: number, at: number, size: number) =>
    pages.at(-1)!.push(`BT /F1 ${size} Tf 1 0 0 1 ${x} ${at.toFixed(1)} Tm <${hex(text)}> Tj ET`);
  const room = (height: number) => {
    if (y - height < page.bottom) begin();
  };
  const lines = (text: string, size: number, indent = 0) => {
    for (const line of wrapped(text, size, page.right - page.left - indent)) {
      room(size * 1.5);
      y -= size * 1.5;
      put(line, page.left + indent, y, size);
    }
  };
  const table = (rows: readonly (readonly string[])[]) => {
    const size = 9;
    const columns = rows[0]!.length;
    const widest = rows[0]!.map(
      (_, column) => Math.max(...rows.map((cells) => widthOf(cells[column] ?? "", size))) + 16,
    );
    const scale = Math.min(1, (page.right - page.left) / widest.reduce((sum, width) => sum + width, 0));
    const widths = widest.map((width) => width * scale);
    for (const cells of rows) {
      const parts = cells.map((cell, column) => wrapped(cell, size, widths[column]! - 14));
      const height = Math.max(...parts.map((one) => one.length)) * size * 1.4 + 4;
      room(height);
      let x = page.left;
      for (let column = 0; column < columns; column++) {
        parts[column]!.forEach((line, index) => {
          put(line, Math.round(x), y - size * 1.4 * (index + 1), size);
        });
        x += widths[column]!;
      }
      y -= height;
    }
    y -= 6;
  };
  begin();
  let count = 0;
  for (const block of blocks) {
    count = block.kind === "item" ? count + 1 : 0;
    if (block.kind === "heading") {
      y -= 8;
      lines(block.text, block.level === 1 ? 18 : 13);
      y -= 2;
    } else if (block.kind === "table") table(block.rows);
    else if (block.kind === "item") lines(`${block.counted ? `${count}.` : "-"} ${block.text}`, bodySize, 12);
    else {
      y -= 4;
      lines(block.kind === "formula" ? latexText(block.latex) : block.text, bodySize);
    }
  }
  pages.forEach((marks, index) => {
    marks.push(`BT /F1 8 Tf 1 0 0 1 ${page.left} 812 Tm <${hex(`${id} ${revision}`)}> Tj ET`);
    marks.push(
      `BT /F1 8 Tf 1 0 0 1 ${page.right - 40} 30 Tm <${hex(`${index + 1} / ${pages.length}`)}> Tj ET`,
    );
  });
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${6 + index * 2} 0 R`).join(" ")}] >>`,
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 [500] 2 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
    `<< /Title <feff${hex(title)}> >>`,
    ...pages.flatMap((marks, index) => {
      const stream = marks.join("\n");
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${page.width} ${page.height}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${7 + index * 2} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("")}`;
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(file);
};
