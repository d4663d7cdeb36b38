import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogue, type ErrorCode, type ErrorDetails, MillwrightError } from "../../services/core/errors.ts";
import { amountsAsWritten } from "../../services/core/said-amount.ts";
import { groundedText } from "../runtime/grounding.ts";
import { failedCheck } from "./failed-check.ts";

const now = new Date("2026-11-27T01:00:00Z");
const id = fc.stringMatching(/^[A-Z]{2,4}-[0-9]{1,4}$/);
const value = fc.oneof(
  id,
  fc.integer({ min: 0, max: 100_000 }),
  fc.array(id, { minLength: 1, maxLength: 5 }),
  fc
    .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.tuple(id, fc.integer()).map(([one, count]) => `lacks ${one} \u2212${count}`),
  id.map((one) => ({ zh: `指标 ${one}`, en: `metric ${one}` })),
);

const namesIn = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
/** Their own words hold a figure, 1970 and 8 bits; no check meets them. */
const told = (Object.keys(catalogue) as ErrorCode[]).filter(
  (code) => !/\d/.test(catalogue[code].en + catalogue[code].zh),
);

test("whatever an error says is in its evidence, so that nothing of it is cut", () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...told)
        .chain((code) =>
          fc.tuple(
            fc.constant(code),
            fc.record(Object.fromEntries(namesIn(catalogue[code].en).map((name) => [name, value]))),
          ),
        ),
      ([code, details]) => {
        const error = new MillwrightError(code, details as ErrorDetails);
        const { summary: text, evidence } = failedCheck(error, now);
        const { text: said, invented } = groundedText({ text, evidence }, {});
        expect({ zh: amountsAsWritten(said.zh), en: amountsAsWritten(said.en), invented }).toEqual({
          zh: amountsAsWritten(error.bilingual.zh),
          en: amountsAsWritten(error.bilingual.en),
          invented: [],
        });
      },
    ),
    { numRuns: 1_000 },
  );
});

test.each([
  ["ORDER_ON_HOLD", { order: "WO-1042" }, { kind: "order", id: "WO-1042", facts: {} }],
  [
    "UNKNOWN_LINE",
    { id: "SMT-9", suggestions: ["SMT-1", "SMT-2"] },
    { kind: "equipment", id: "SMT-9", facts: { suggestions: "SMT-1, SMT-2" } },
  ],
  ["NOT_FOUND", { kind: "work instruction", id: "WI-1" }, { kind: "document", id: "WI-1" }],
  [
    "LINE_DOWN",
    { line: "SMT-3", since: "2026-11-27T01:05:00.000Z", reason: "feeder" },
    { kind: "equipment", id: "SMT-3", facts: { since: "2026-11-27 09:05", reason: "feeder" } },
  ],
  [
    "CELL_BUSY",
    { cell: "CELL-1", run: "CELLRUN-4" },
    { kind: "equipment", id: "CELL-1", facts: { run: "CELLRUN-4" } },
  ],
  [
    "INVALID_INPUT",
    { path: "quantity", problem: "must be 1 to 9" },
    { kind: "tool", id: "INVALID_INPUT", facts: { problem: "must be 1 to 9" } },
  ],
] as const)("%s is about %j", (code, details, evidence) => {
  expect(failedCheck(new MillwrightError(code, details), now).evidence).toMatchObject([
    { ...evidence, source: code },
  ]);
});

test("an error without details needs no evidence", () => {
  expect(failedCheck(new MillwrightError("PLAN_MISSING"), now).evidence).toEqual([]);
});
