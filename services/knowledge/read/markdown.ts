import { marked } from "marked";
import type { ReadDocument } from "./block.ts";
import { decodeText, htmlBlocks } from "./html.ts";
import { tagsWithin } from "./limits.ts";

/** Backslashes and underscores of a formula are its own, none of Markdown's. */
const kept = (text: string): string =>
  text.replace(/\$\$[^$]+\$\$|\$[^$\s](?:[^$\n]*[^$\s])?\$/g, (formula) =>
    formula.replace(/[\\_*{}&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  );

/** Markdown with tables (GFM) and formulas between dollars. */
export const readMarkdown = (file: string, bytes: Uint8Array): ReadDocument => {
  const html = marked.parse(kept(decodeText(bytes)), { async: false, gfm: true });
  tagsWithin(file, html);
  return htmlBlocks(html);
};
