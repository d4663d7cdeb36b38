import { expect, test } from "vitest";
import { products } from "../../services/mes/seed/catalogue.ts";
import { equipment } from "../../services/mes/seed/equipment.ts";
import { questions } from "../bench/ask/questions.ts";
import { differences } from "../bench/ask/reading.ts";

const plant = {
  products: products.map(({ id }) => id),
  lines: equipment().equipment!.flatMap(({ id, level, name_zh, name_en, process }) =>
    level === "WorkCenter" ? [{ id, nameZh: name_zh, nameEn: name_en, process: process ?? "" }] : [],
  ),
};

test("questions are read as they are meant, those too that no rule was made for", () => {
  const rightOf = (held: boolean) => {
    const own = questions.filter((question) => question.held === held);
    return own.filter((question) => differences(question, plant).length === 0).length / own.length;
  };
  expect(questions.length).toBeGreaterThanOrEqual(150);
  expect(rightOf(false)).toBeGreaterThanOrEqual(0.95);
  expect(rightOf(true)).toBeGreaterThanOrEqual(0.95);
});
