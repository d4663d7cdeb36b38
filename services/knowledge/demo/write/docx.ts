import { escaped } from "../../../core/markup.ts";
import type { Source, SourceBlock } from "../source.ts";
import { formulaMarkup, omml } from "./latex.ts";
import { archive, contentTypes, relations } from "./xml.ts";

const type = (name: string) => `application/vnd.openxmlformats-officedocument.wordprocessingml.${name}+xml`;
const run = (text: string) => `<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
const paragraph = (text: string, set = "") => `<w:p>${set ? `<w:pPr>${set}</w:pPr>` : ""}${run(text)}</w:p>`;

const blockXml = (block: SourceBlock, list: number): string => {
  switch (block.kind) {
    case "heading":
      return paragraph(block.text, `<w:pStyle w:val="Heading${block.level}"/>`);
    case "caption":
      return paragraph(block.text, '<w:pStyle w:val="Caption"/>');
    case "item":
      return paragraph(
        block.text,
        `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${block.counted ? list : 1}"/></w:numPr>`,
      );
    case "formula":
      return `<w:p><m:oMathPara><m:oMath>${formulaMarkup(block.latex, omml)}</m:oMath></m:oMathPara></w:p>`;
    case "table":
      return `<w:tbl><w:tblPr><w:tblBorders>${["top", "left", "bottom", "right", "insideH", "insideV"]
        .map((side) => `<w:${side} w:val="single" w:sz="4"/>`)
        .join("")}</w:tblBorders></w:tblPr>${block.rows
        .map(
          (cells, index) =>
            `<w:tr>${index === 0 ? "<w:trPr><w:tblHeader/></w:trPr>" : ""}${cells.map((cell) => `<w:tc><w:tcPr/>${paragraph(cell)}</w:tc>`).join("")}</w:tr>`,
        )
        .join("")}</w:tbl>`;
    default:
      return paragraph(block.text);
  }
};

export const writeDocx = ({ title }: Source, blocks: readonly SourceBlock[]): Uint8Array => {
  // A list begins anew when something else came between.
  let lists = 1;
  const body = blocks.map((block, index) => {
    const before = blocks[index - 1];
    if (block.kind === "item" && block.counted && before?.kind !== "item") lists += 1;
    return blockXml(block, lists);
  });
  const numbering = Array.from(
    { length: lists },
    (_, index) => `<w:num w:numId="${index + 1}"><w:abstractNumId w:val="${index === 0 ? 0 : 1}"/></w:num>`,
  );
  const heading = (level: number) =>
    `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`;
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  return archive({
    "[Content_Types].xml": contentTypes({
      "word/document.xml": type("document.main"),
      "word/styles.xml": type("styles"),
      "word/numbering.xml": type("numbering"),
      "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }),
    "_rels/.rels": relations(["officeDocument", "word/document.xml"]),
    "word/_rels/document.xml.rels": relations(["styles", "styles.xml"], ["numbering", "numbering.xml"]),
    "word/document.xml": `<w:document ${w} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>${body.join("")}</w:body></w:document>`,
    "word/styles.xml": `<w:styles ${w}>${[1, 2, 3].map(heading).join("")}<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style></w:styles>`,
    "word/numbering.xml": `<w:numbering ${w}>${["bullet", "decimal"]
      .map(
        (format, id) =>
          `<w:abstractNum w:abstractNumId="${id}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${id === 0 ? "•" : "%1."}"/></w:lvl></w:abstractNum>`,
      )
      .join("")}${numbering.join("")}</w:numbering>`,
    "docProps/core.xml": `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title></cp:coreProperties>`,
  });
};
