import { customersIn } from "../../../../services/core/customer-names.ts";
import { kindsSaid } from "../ids/lines.ts";
import { familyOf, type PlantNames, readSentence } from "../reading.ts";
import { familyWords } from "./family-words.ts";
import { thingWords } from "./thing-words.ts";

/** What a figure is asked for without: "excluding SRV", 除了SMT-4. */
export interface LeftOut {
  readonly lines: readonly string[];
  /** Lines by their process. */
  readonly kinds: readonly string[];
  readonly products: readonly string[];
  readonly families: readonly string[];
  readonly customers: readonly string[];
}
export const nothingLeftOut: LeftOut = { lines: [], kinds: [], products: [], families: [], customers: [] };

const before =
  "(?:除了?|除去|去掉|去除|剔除|刨去|排除|扣除|扣掉|不含|不包括|不包含|不算上?|(?<![a-z])(?:w\\/o|excluding|excl\\.?|except(?: for)?|apart from|other than|without|ignoring|minus|not counting|leaving out))";
const behind = "(?:除外|不算(?:在内)?|(?<![a-z])(?:excluded|left out|aside))";
const joined =
  "(?: |,|，|、|和|与|及|以及|的|线|产线|车间|那边|系列|产品|(?<![a-z])(?:and|the|lines?|products?|family|area)(?![a-z]))";

/** Families of products that a sentence names by their letters, or by what they are called. */
export const familiesIn = (text: string, { products }: PlantNames): string[] =>
  [...new Set(products.map(familyOf))].filter(
    (family) =>
      family &&
      (new RegExp(`(?<![a-z])${family}s?(?![a-z]|-?\\d)`, "i").test(text) || familyWords[family]?.test(text)),
  );

const read = (clause: string, plant: PlantNames, clock: Parameters<typeof readSentence>[2]): LeftOut => {
  const { lines, products } = readSentence(clause, plant, clock);
  return {
    lines: [...new Set(lines)],
    kinds: lines.length > 0 ? [] : kindsSaid(clause, plant.lines),
    products,
    families: products.length > 0 ? [] : familiesIn(clause, plant),
    customers: customersIn(plant.customers ?? [], clause),
  };
};

/** What a sentence leaves out of its figure, and the sentence without the words that do; undefined where it leaves out nothing. */
export const leftOutIn = (
  sentence: string,
  plant: PlantNames,
  clock: Parameters<typeof readSentence>[2],
): { readonly without: LeftOut | undefined; readonly rest: string } => {
  if (!new RegExp(`${before}|${behind}`, "i").test(sentence)) return { without: undefined, rest: sentence };
  // Each thing becomes one sign, so that those that stand beside each other are found together.
  const things: string[] = [];
  const sign = (thing: string) => {
    things.push(thing);
    return `\u{e000}${things.length - 1}\u{e001}`;
  };
  const marked = thingWords(plant).reduce((text, pattern) => text.replaceAll(pattern, sign), sentence);
  const one = "\u{e000}\\d+\u{e001}";
  const list = `${joined}*${one}(?:${joined}*${one})*`;
  const found = new RegExp(
    `${before}(?:${list})(?:线|产线|车间|系列|产品)?(?:以外|之外|外)?|(?:${list})(?:线|产线|车间|系列|产品)?(?:都|全|全部)?${behind}`,
    "iu",
  ).exec(marked);
  const spelled = (text: string): string =>
    text.replaceAll(/\u{e000}(\d+)\u{e001}/gu, (_, index: string) => spelled(things[Number(index)]!));
  if (!found) return { without: undefined, rest: sentence };
  const clause = spelled(found[0]);
  const without = read(clause, plant, clock);
  const isNothing = Object.values(without).every((ids: readonly string[]) => ids.length === 0);
  return isNothing
    ? { without: undefined, rest: sentence }
    : { without, rest: spelled(marked.replace(found[0], " ")) };
};
