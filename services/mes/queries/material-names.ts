import { sql } from "kysely";
import type { Db } from "../database.ts";
import { saidParts } from "./said-parts.ts";
import { isUsable } from "./usable-lots.ts";

export interface NamedStock {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Pieces in released lots that keep, less what is reserved. */
  readonly free: number;
  /** When the next receipt is expected. */
  readonly expected: Date | null;
}

const least = 0.25;
/** Words that say of no material what it is: one of them alone names none. */
const generic: ReadonlySet<string> = new Set(["unit", "units", "board", "module", "set", "part", "radio"]);
const plain = (text: string) => text.normalize("NFKC").toLowerCase();
/** Words of a name, without the plural. */
const wordsOf = (name: string) =>
  plain(name)
    .split(/[\s,，()（）]+/)
    .filter((word) => word.length > 1);

/** How many of a name's words a sentence holds; none where that is less than a quarter of them. */
const heldOf = (name: string, sentence: string): number => {
  const words = wordsOf(name);
  const said = words.filter((word) =>
    /^[a-z]+$/.test(word)
      ? new RegExp(`(?<![a-z])${word}(?:e?s)?(?![a-z])`).test(sentence)
      : sentence.includes(word),
  );
  return said.length >= words.length * least && said.some((word) => !generic.has(word)) ? said.length : 0;
};

/** Names of materials that a sentence says best, in one of the two languages; none where it says less than a quarter of any. */
export const bestNames = (
  names: readonly { readonly name_zh: string; readonly name_en: string }[],
  text: string,
): readonly string[] => {
  const sentence = plain(text);
  const scored = names.map(({ name_zh: zh, name_en: en }) => ({
    zh,
    score: Math.max(heldOf(zh, sentence), heldOf(en, sentence)),
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ zh }) => zh);
};

/** The words of a material's names, as they are indexed. */
const wordsSaid = sql`regexp_split_to_array(lower(normalize(name_zh || ' ' || name_en, NFKC)), '[\\s,，()（）]+')`;
/** "Inductors" asks for the inductor. */
const singular = (parts: readonly string[]): string[] => [
  ...new Set(parts.flatMap((part) => [part, part.replace(/e?s$/, ""), part.replace(/s$/, "")])),
];

/** Stock of the materials that a sentence names by what they are, most free first. */
export const stocksNamed = async (db: Db, text: string, now: Date): Promise<readonly NamedStock[]> => {
  const names = await db
    .selectFrom("material")
    .select(["name_zh", "name_en"])
    .distinct()
    .where("category", "<>", "Product")
    .where(sql<boolean>`${wordsSaid} && ${singular(saidParts(text))}::text[]`)
    .execute();
  const best = bestNames(names, text);
  if (best.length === 0) return [];
  const rows = await db
    .selectFrom("material as m")
    .select(["m.id", "m.name_zh", "m.name_en"])
    .select((fields) => [
      fields
        .selectFrom("material_lot as l")
        .select((lot) => lot.fn.sum<number>(lot("l.quantity", "-", lot.ref("l.reserved"))).as("free"))
        .whereRef("l.material_id", "=", "m.id")
        .where(isUsable("l", now))
        .as("free"),
      fields
        .selectFrom("expected_receipt as r")
        .select((receipt) => receipt.fn.min("r.expected_time").as("expected"))
        .whereRef("r.material_id", "=", "m.id")
        .where("r.expected_time", ">=", now)
        .as("expected"),
    ])
    .where("m.name_zh", "in", best)
    .execute();
  return rows
    .map(({ id, name_zh: nameZh, name_en: nameEn, free, expected }) => ({
      id,
      nameZh,
      nameEn,
      free: Number(free ?? 0),
      expected,
    }))
    .sort((a, b) => b.free - a.free || a.id.localeCompare(b.id));
};
