import { expect, test } from "vitest";
import { cellCandidates } from "./cell.ts";
import { foundIn, readAlike } from "./fixture-table.ts";

/** The cell that answers best, of a table of Markdown. */
const ask = (text: string, markdown: string): string | undefined => {
  const found = foundIn(markdown, { language: "en", meanings: new Map([[0, 0.8]]) });
  const candidates = cellCandidates(readAlike(text), found);
  return candidates.sort((a, b) => b.score - a.score)[0]?.text;
};

test("a head and its cell may be one term together", () => {
  const shifts =
    "| Shift | Start | End |\n|---|---|---|\n| Early | 05:45 | 13:45 |\n| Late | 13:45 | 21:45 |\n";
  expect(ask("When does the late shift end?", shifts)).toBe("Late · End = 21:45");
});

test("a figure finds the row whose stretch holds it, in the unit of its column or of each cell", () => {
  const own =
    "| Standstill | Action |\n|---|---|\n| up to 30 min | wait |\n| 30 min to 4 h | heat off |\n| over 4 h | empty |\n";
  expect(ask("what action after a standstill of 2 hours", own)).toContain("heat off");
  const head = "| Thickness (mm) | Baking (h) |\n|---|---|\n| up to 1.4 | 8 |\n| 1.4 to 2.0 | 17 |\n";
  expect(ask("baking at a thickness of 1.6 mm", head)).toContain("17 h");
});
