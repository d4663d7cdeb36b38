import { escaped } from "../../../core/markup.ts";
import type { Source, SourceBlock } from "../source.ts";
import { archive, contentTypes, relations } from "./xml.ts";

const type = (name: string) => `application/vnd.openxmlformats-officedocument.presentationml.${name}+xml`;
const spaces =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"';
const text = (words: string, set = "") => `<a:p>${set}<a:r><a:t>${escaped(words)}</a:t></a:r></a:p>`;
const shape = (id: number, kind: string, paragraphs: string) =>
  `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${kind} ${id}"/><p:cNvSpPr/><p:nvPr>${kind ? `<p:ph type="${kind}"/>` : ""}</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>${paragraphs}</p:txBody></p:sp>`;

const slideXml = (title: string, blocks: readonly SourceBlock[]): string => {
  const words = blocks
    .map((block) => {
      if (block.kind === "item")
        return text(
          block.text,
          block.counted
            ? '<a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>'
            : '<a:pPr><a:buChar char="•"/></a:pPr>',
        );
      return block.kind === "paragraph" || block.kind === "caption" ? text(block.text) : "";
    })
    .join("");
  const tables = blocks.map((block, index) =>
    block.kind === "table"
      ? `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="${10 + index}" name="Table"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/>${block.rows
          .map(
            (cells) =>
              `<a:tr h="370840">${cells.map((cell) => `<a:tc><a:txBody><a:bodyPr/>${text(cell)}</a:txBody></a:tc>`).join("")}</a:tr>`,
          )
          .join("")}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`
      : "",
  );
  return `<p:sld ${spaces}><p:cSld><p:spTree>${shape(2, "title", text(title))}${words ? shape(3, "body", words) : ""}${tables.join("")}</p:spTree></p:cSld></p:sld>`;
};

/** A slide for each heading. */
export const writePptx = (_source: Source, blocks: readonly SourceBlock[]): Uint8Array => {
  const slides: { title: string; blocks: SourceBlock[] }[] = [];
  for (const block of blocks) {
    if (block.kind === "heading") slides.push({ title: block.text, blocks: [] });
    else slides.at(-1)!.blocks.push(block);
  }
  const parts = Object.fromEntries(
    slides.map((slide, index) => [`ppt/slides/slide${index + 1}.xml`, slideXml(slide.title, slide.blocks)]),
  );
  return archive({
    "[Content_Types].xml": contentTypes({
      "ppt/presentation.xml": type("presentation.main"),
      ...Object.fromEntries(Object.keys(parts).map((name) => [name, type("slide")])),
    }),
    "_rels/.rels": relations(["officeDocument", "ppt/presentation.xml"]),
    "ppt/_rels/presentation.xml.rels": relations(
      ...slides.map((_, index) => ["slide", `slides/slide${index + 1}.xml`] as const),
    ),
    "ppt/presentation.xml": `<p:presentation ${spaces}><p:sldIdLst>${slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 1}"/>`).join("")}</p:sldIdLst></p:presentation>`,
    ...parts,
  });
};
