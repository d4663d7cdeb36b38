import { escaped } from "../../../core/markup.ts";
import { latexText } from "../../read/formula.ts";
import type { Source, SourceBlock } from "../source.ts";
import { formulaMarkup, mathml } from "./latex.ts";

const encode = (text: string) => new TextEncoder().encode(text);

export const writeHtml = ({ title, language }: Source, blocks: readonly SourceBlock[]): Uint8Array => {
  const parts = blocks.map((block, index) => {
    const next = blocks[index + 1];
    const before = blocks[index - 1];
    switch (block.kind) {
      case "heading":
        return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
      case "caption":
        return next?.kind === "table" ? "" : `<figcaption>${escaped(block.text)}</figcaption>`;
      case "formula":
        return `<p><math display="block">${formulaMarkup(block.latex, mathml)}</math></p>`;
      case "item": {
        const list = block.counted ? "ol" : "ul";
        const open = before?.kind === "item" ? "" : `<${list}>`;
        return `${open}<li>${escaped(block.text)}</li>${next?.kind === "item" ? "" : `</${list}>`}`;
      }
      case "table": {
        const caption = before?.kind === "caption" ? `<caption>${escaped(before.text)}</caption>` : "";
        const row = (cells: readonly string[], cell: string) =>
          `<tr>${cells.map((one) => `<${cell}>${escaped(one)}</${cell}>`).join("")}</tr>`;
        const [head = [], ...rows] = block.rows;
        return `<table>${caption}<thead>${row(head, "th")}</thead><tbody>${rows.map((cells) => row(cells, "td")).join("")}</tbody></table>`;
      }
      default:
        return `<p>${escaped(block.text)}</p>`;
    }
  });
  return encode(
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>\n${parts.join("\n")}\n</body></html>\n`,
  );
};

const csvCell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The document's one table. */
export const writeCsv = (_source: Source, blocks: readonly SourceBlock[]): Uint8Array =>
  encode(
    `\ufeff${blocks
      .flatMap((block) => (block.kind === "table" ? block.rows : []))
      .map((cells) => `${cells.map(csvCell).join(",")}\r\n`)
      .join("")}`,
  );

export const writeTxt = (_source: Source, blocks: readonly SourceBlock[]): Uint8Array => {
  let count = 0;
  const lines = blocks.map((block) => {
    count = block.kind === "item" ? count + 1 : 0;
    switch (block.kind) {
      case "heading":
        return `\n${block.text}\n`;
      case "item":
        return `${block.counted ? `${count}.` : "-"} ${block.text}`;
      case "table":
        return block.rows.map((cells) => cells.join("\t")).join("\n");
      case "formula":
        return latexText(block.latex);
      default:
        return `${block.text}\n`;
    }
  });
  return encode(lines.join("\n").trimStart());
};

export const writeMd = ({ body }: Source): Uint8Array => encode(body);
