import { extname } from "node:path";
import type { Block } from "./read/block.ts";

const longest = 120;

/** "WI-SMT-012 Reflow.docx" is WI-SMT-012; a name without such an id is one itself. */
export const documentIdOf = (file: string): string => {
  const name = file.slice(0, file.length - extname(file).length).normalize("NFC");
  const id = /^[A-Z]{2,}(?:-[A-Z0-9]+)*-\d[A-Z0-9]*(?![A-Za-z0-9])/.exec(name)?.[0];
  return (
    (id ?? name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^-+|-+$/g, "")).slice(0, longest) || "document"
  );
};

/** What most letters are: Chinese says with one what English says with four. */
export const languageOf = (blocks: readonly Block[]): "zh" | "en" => {
  const text = blocks
    .slice(0, 200)
    .map((block) =>
      block.kind === "table"
        ? [...block.header, ...block.rows.slice(0, 5).flatMap(({ cells }) => cells)].join(" ")
        : block.text,
    )
    .join(" ");
  const wide = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;
  return wide * 4 >= latin ? "zh" : "en";
};

/** B after A, 4 after 3, 1.3 after 1.2. */
export const nextRevision = (revision: string | undefined): string => {
  if (revision === undefined) return "A";
  const number = /^(.*?)(\d+)$/.exec(revision);
  if (number) return `${number[1]}${Number(number[2]) + 1}`;
  return /^[A-Y]$/.test(revision) ? String.fromCharCode(revision.charCodeAt(0) + 1) : `${revision}.1`;
};
