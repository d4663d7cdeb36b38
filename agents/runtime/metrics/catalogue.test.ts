import { expect, test } from "vitest";
import { metrics } from "./catalogue.ts";

test("a formula is of signs, or of words of the language that it is told in", () => {
  for (const { id, formula, name, meaning } of metrics) {
    for (const text of [formula.zh, meaning.zh]) expect(text, id).not.toMatch(/[A-Za-z]*[a-z]{4,}/);
    for (const text of [formula.en, name.en, meaning.en]) expect(text, id).not.toMatch(/\p{Script=Han}/u);
  }
});
