import { readFigure } from "../../agents/runtime/spoken/asked/question.ts";
import { testKinds, testLines } from "../../agents/runtime/spoken/ids/testing.ts";
import { aheadIn } from "../../agents/runtime/spoken/periods/ahead.ts";
import type { Heard } from "../../agents/steward/put-right/heard.ts";

const now = new Date("2026-11-25T10:30:00+08:00");
const lines = ["SMT-1", "SMT-2", "FT-1", "FT-2"].map((id) => ({
  id,
  process: id.slice(0, -2),
  nameZh: id,
  nameEn: id,
  tests: id.startsWith("FT"),
}));
const plant = { lines, products: ["RRU-5201"] } as Parameters<typeof readFigure>[1];

/** What a sentence says at a small plant, for tests. */
export const heardIn = (text: string, beside: Partial<Heard> = {}): Heard => {
  const asked = readFigure(text, plant, now, { day: "2026-11-25", time: "10:30" });
  const isTestLine = testLines(lines).some(({ id }) => id === beside.line);
  return { ...said(text, asked), isTested: isTestLine || testKinds(lines).has(asked.kind ?? ""), ...beside };
};

const said = (text: string, asked: Heard["asked"]): Heard => ({
  text,
  asked,
  ahead: aheadIn(text, now, [
    { name: "night", start: 0, end: 480 },
    { name: "day", start: 480, end: 960 },
    { name: "evening", start: 960, end: 1_440 },
  ]),
  now,
  line: undefined,
  namedOrder: undefined,
  mentionedOrder: undefined,
  namesOrder: false,
  order: undefined,
  amount: undefined,
  material: undefined,
  end: undefined,
});
