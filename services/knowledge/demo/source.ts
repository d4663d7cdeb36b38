import type { DocumentKind } from "../read/read.ts";

/** A demonstration document as it is written: Markdown with a head, from which a file of its kind is made. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly revision: string;
  readonly format: DocumentKind;
  readonly language: "zh" | "en";
  readonly owner: string;
  readonly products: readonly string[];
  readonly lines: readonly string[];
  readonly segments: readonly string[];
  readonly roles: readonly string[];
  readonly body: string;
}

export type SourceBlock =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "paragraph" | "caption"; readonly text: string }
  | { readonly kind: "item"; readonly text: string; readonly counted: boolean }
  /** LaTeX. */
  | { readonly kind: "formula"; readonly latex: string }
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] };

/** @throws Error when the head lacks what a document needs. */
export const readSource = (text: string): Source => {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  if (head === undefined || body === undefined)
    throw new Error("a document's source begins with its head between lines of ---");
  const fields = Object.fromEntries(head.split("\n").map((line) => line.split(/:\s*(.*)/s, 2)));
  const list = (name: string) => (fields[name] ? String(fields[name]).split(/,\s*/) : []);
  for (const name of ["id", "title", "revision", "format"])
    if (!fields[name]) throw new Error(`a document's head lacks ${name}`);
  return {
    id: fields["id"],
    title: fields["title"],
    revision: fields["revision"],
    format: fields["format"] as DocumentKind,
    language:
      fields["language"] === "en" || fields["language"] === "zh"
        ? fields["language"]
        : /\p{Script=Han}/u.test(fields["title"])
          ? "zh"
          : "en",
    owner: fields["owner"] ?? "",
    products: list("products"),
    lines: list("lines"),
    segments: list("segments"),
    roles: list("roles"),
    body,
  };
};

/** The blocks of the Markdown that the sources are written in: headings, lists, tables, formulas between $$. */
export const sourceBlocks = (body: string): SourceBlock[] => {
  const blocks: SourceBlock[] = [];
  let table: string[][] | undefined;
  for (const line of body.split("\n")) {
    const heading = /^(#+) (.*)$/.exec(line);
    const item = /^(?:(\d+)\.|-) (.*)$/.exec(line);
    const formula = /^\$\$(.*)\$\$$/.exec(line);
    if (line.startsWith("|")) {
      const cells = line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim());
      if (!table) {
        table = [cells];
        blocks.push({ kind: "table", rows: table });
      } else if (!cells.every((cell) => /^-+$/.test(cell))) table.push(cells);
      continue;
    }
    table = undefined;
    if (heading) blocks.push({ kind: "heading", level: heading[1]!.length, text: heading[2]! });
    else if (item) blocks.push({ kind: "item", text: item[2]!, counted: item[1] !== undefined });
    else if (formula) blocks.push({ kind: "formula", latex: formula[1]! });
    else if (line.trim())
      blocks.push({
        kind: /^(?:表|图|Table|Figure) ?\d+ /.test(line) ? "caption" : "paragraph",
        text: line.trim(),
      });
  }
  return blocks;
};
