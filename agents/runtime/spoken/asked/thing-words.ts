import { calledSo } from "../../../../services/core/customer-names.ts";
import { kindWords, linePrefixes } from "../ids/lines.ts";
import { literally } from "../marked.ts";
import { familyOf, type PlantNames } from "../reading.ts";
import { familyWords } from "./family-words.ts";

/** All that people call the customers. */
export const customerWords = ({ customers = [] }: PlantNames): RegExp => {
  const names = customers.flatMap(calledSo).map((name) => {
    const own = literally(name);
    return /\p{Script=Han}/u.test(name) ? own : `(?<![\\p{Script=Latin}\\d])${own}(?![\\p{Script=Latin}\\d])`;
  });
  return new RegExp(names.join("|") || "(?!)", "giu");
};

/** Words for customers, lines by their ids, products, families and kinds of lines: patterns that find each place they stand at. */
export const thingWords = (plant: PlantNames): readonly RegExp[] => {
  const { lines, products } = plant;
  const prefixes = linePrefixes(lines).map(literally).join("|");
  const families = [...new Set(products.map(familyOf))].filter(Boolean);
  const codes = families.length > 0 ? families.map(literally).join("|") : "(?!)";
  return [
    customerWords(plant),
    new RegExp(`(?<![a-z])(?:${prefixes})[- ]?0*\\d+(?![\\d])`, "gi"),
    new RegExp(`(?<![a-z])(?:${codes})(?:s|[- ]?\\d+)?(?![a-z\\d])`, "gi"),
    ...families.flatMap((family) => familyWords[family] ?? []).map(({ source }) => new RegExp(source, "gi")),
    new RegExp(`(?<![a-z])(?:${prefixes})(?![a-z])`, "gi"),
    kindWords,
  ];
};
