import type { Candidates, Unclear } from "../../candidates.ts";
import type { Mentioned } from "../../mentioned.ts";
import { isOwn, type OwnKind, type SpokenId } from "./own-ids.ts";

/** A sentence as the reading and the model know its kind: ids of the plant's own form stand in another one's place. */
export interface StandIns {
  readonly text: string;
  readonly mentioned: Mentioned;
  /** Products that stand in for others. */
  readonly products: readonly string[];
  /** False where the sentence is as it was said. */
  readonly any: boolean;
  /** Puts the ids back that were said. */
  readonly original: {
    readonly text: (text: string) => string;
    /** A call: an id is a whole value of it. */
    readonly json: (value: unknown) => unknown;
    readonly candidates: (candidates: Candidates) => Candidates;
    readonly unclear: (unclear: Unclear) => Unclear;
  };
}

/** Forms and figures as the model has learnt them. */
const forms: Readonly<Record<OwnKind, { readonly from: number; readonly of: (number: number) => string }>> = {
  order: { from: 1101, of: (number) => `WO-${number}` },
  material: { from: 301, of: (number) => `MAT-${String(number).padStart(5, "0")}` },
  product: { from: 5201, of: (number) => `RRU-${number}` },
};

/**
 * Stands an id of the form that sentences are read for in for each of the plant's own form.
 *
 * @param found Where they stand, in the order of the words.
 * @param used Ids that nothing may stand in as: what the sentence says or may mean by its numbers, and the plant's products.
 */
export const standIn = (
  text: string,
  mentioned: Mentioned,
  found: readonly SpokenId[],
  used: ReadonlySet<string>,
): StandIns => {
  const standing = new Map<string, string>();
  const spoken = new Map<string, string>();
  const products: string[] = [];
  const next = { order: forms.order.from, material: forms.material.from, product: forms.product.from };
  const standsFor = (kind: OwnKind, id: string): string => {
    const key = `${kind} ${id}`;
    const known = standing.get(key);
    if (known) return known;
    const free = (number: number) => !used.has(forms[kind].of(number)) && !text.includes(String(number));
    while (!free(next[kind])) next[kind]++;
    const chosen = forms[kind].of(next[kind]++);
    standing.set(key, chosen);
    spoken.set(chosen, id);
    if (kind === "product") products.push(chosen);
    return chosen;
  };
  let said = "";
  let at = 0;
  for (const { start, end, kind, id } of found) {
    said += text.slice(at, start) + standsFor(kind, id);
    at = end;
  }
  said += text.slice(at);
  const { order } = mentioned;
  const about =
    order && isOwn("order", order) ? { ...mentioned, order: standsFor("order", order) } : mentioned;
  const one = <Value>(value: Value): Value =>
    typeof value === "string" ? ((spoken.get(value) as Value | undefined) ?? value) : value;
  const json = (value: unknown): unknown => {
    if (value === null || typeof value !== "object") return one(value);
    return Array.isArray(value)
      ? value.map(json)
      : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, json(part)]));
  };
  return {
    text: said,
    mentioned: about,
    products,
    any: spoken.size > 0,
    original: {
      text: (shown) => shown.replaceAll(/(?:WO|MAT|RRU)-\d+/g, one),
      json,
      candidates: (candidates) => ({
        ...candidates,
        order: candidates.order.map(one),
        material: candidates.material.map(one),
        product: candidates.product.map(one),
      }),
      unclear: (unclear) => ({
        ...unclear,
        ...(unclear.product ? { product: unclear.product.map(one) } : {}),
      }),
    },
  };
};
