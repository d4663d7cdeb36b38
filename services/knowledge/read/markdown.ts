import { Marked } from "marked";
import type { ReadDocument } from "./block.ts";
import { decodeText, htmlBlocks } from "./html.ts";
import { tagsWithin } from "./limits.ts";

/** Backslashes and underscores of a formula are its own, none of Markdown's. */
const kept = (text: string): string =>
  text.replace(/\$\$[^$]+\$\$|\$[^$\s](?:[^$\n]*[^$\s])?\$/g, (formula) =>
    formula.replace(/[\\_*{}&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  );

/** What a plant writes between figures is no mark of Markdown's: 0.5~0.8 mm is a range, 2*3*4 a product. */
const reader = new Marked({
  async: false,
  gfm: true,
  tokenizer: {
    del: (text) => (/^~~(?!~)/.test(text) ? false : undefined),
    emStrong: (text, _, before = "") =>
      /^\*[A-Za-z\d(]/.test(text) && /[A-Za-z\d)]/.test(before) ? undefined : false,
  },
});

/** Markdown with tables (GFM) and formulas between dollars. */
export const readMarkdown = (file: string, bytes: Uint8Array): ReadDocument => {
  const html = reader.parse(kept(decodeText(bytes)), { async: false });
  tagsWithin(file, html);
  return htmlBlocks(html);
};
