import { electronicsTerms } from "./glossary-electronics.ts";
import { plantTerms } from "./glossary-plant.ts";

export interface GlossaryEntry {
  readonly zh: readonly string[];
  readonly en: readonly string[];
}

export const glossary: readonly GlossaryEntry[] = `${electronicsTerms.trim()}\n${plantTerms.trim()}`
  .split("\n")
  .map((line) => {
    const [zh = "", en = ""] = line.split(" = ");
    return { zh: zh.split(","), en: en.split(", ") };
  });
