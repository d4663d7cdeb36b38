import { familyWords } from "../../runtime/spoken/asked/family-words.ts";
import { goesOn } from "../../runtime/spoken/goes-on.ts";
import type { Asks } from "./said.ts";

const product = /[a-z]{2,5}-\d{3,}|(?<!\d)\d{4}(?!\d)/i;

/** The symptom that was told of, of another product or family: AAU呢. */
const ofOther: Asks = (
  { tool, args, text: earlier },
  { text, candidates: { named, product: products }, family },
) => {
  if (tool !== "diagnose_unit" || args.unit || !goesOn(text) || text.length > 30) return undefined;
  const other = named.has("product") ? products[0] : family;
  if (!other) return undefined;
  const before = args.words ?? earlier;
  const words = Object.entries(familyWords).reduce(
    (rest, [letters, called]) =>
      rest.replace(called, " ").replace(new RegExp(`(?<![a-z])${letters}(?![a-z-])`, "i"), " "),
    before.replace(product, " "),
  );
  return { tool: "diagnose_unit", unit: null, words: `${other} ${words.trim()}` };
};

/** More of what units fail by. */
export const repairsAsks: readonly Asks[] = [ofOther];
