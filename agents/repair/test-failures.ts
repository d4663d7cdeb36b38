import type { Db } from "../../services/mes/database.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { failedMeasurements, unitsTested } from "../../services/mes/queries/test-failures.ts";
import { measurementsOf, testsOf, unitById } from "../../services/mes/queries/units.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { languageIn, plantDayTime } from "../runtime/format.ts";
import { failuresSplitIn } from "../runtime/spoken/about/faults.ts";
import { readFigure } from "../runtime/spoken/asked/question.ts";
import { testLines } from "../runtime/spoken/ids/testing.ts";
import type { Evidence } from "../runtime/tool.ts";
import { stretchOrLately } from "./stretch-or-lately.ts";
import { byStep, counted, type Failures, placesOf, shareText, stepName } from "./test-failures/counted.ts";
import { evidenceOf, mostShown } from "./test-failures/evidence.ts";
import { type Asked, tellFailures, tellNone } from "./test-failures/tell.ts";

/** So far back is looked where no stretch is named. */
const usualDays = 30;
/** Units that a sentence holds. */
const mostUnits = 3;

/** The steps that the latest failed test of a unit was outside of, and its product. */
const failedOf = async (db: Db, serial: string) => {
  const unit = await unitById(db, serial);
  const test = (await testsOf(db, unit.id)).find(({ result }) => result !== "Passed");
  const rows = test ? await measurementsOf(db, test.id) : [];
  const steps = rows
    .filter(
      ({ value, lower_limit: low, upper_limit: high }) =>
        (low !== null && value < low) || (high !== null && value > high),
    )
    .map(({ step }) => step);
  return { product: unit.product_id, steps, beside: unit.id };
};

/** What a sentence says beside the unit, the product and the line: "what fails on servers", "how many failed at the testers". */
const saidIn = async (db: Db, text: string, now: Date) => {
  const names = await namesOfPlant(db);
  const { family, kind, lines, shift } = readFigure(text, names, now, plantDayTime(now));
  const testers = new Set(testLines(names.lines).map(({ id }) => id));
  return {
    family,
    kind,
    ofKind: names.lines.filter(({ process }) => process === kind).map(({ id }) => id),
    lines,
    testers: lines.filter((line) => testers.has(line)),
    shift,
  };
};

/**
 * Which measurements units failed lately, how often, what mended them, and from which lines or at which testers: of a product, of
 * units that failed as one did, or of all. Lines and testers are told by the share of the units tested there.
 */
export const tellTestFailures: ToolHandler = async ({ db, clock, args, text }) => {
  const now = clock.now();
  const language = languageIn(text);
  const { from, to, since, until, days, when } = stretchOrLately(text, now, usualDays);
  const like = args.unit ? await failedOf(db, args.unit) : undefined;
  const words = await saidIn(db, text, now);
  const named = args.line ? [args.line] : args.unit ? [] : words.lines;
  const kind = named.length > 0 || args.unit ? undefined : words.kind;
  const asked: Asked = {
    product: like?.product ?? args.product ?? undefined,
    family: args.unit || args.product ? undefined : words.family,
    line: named.length > 0 ? named.join("、") : kind,
    like: like?.beside,
    split: failuresSplitIn(text, words.testers),
    shift: args.unit ? undefined : words.shift,
    when,
  };
  const { product, family, line, split } = asked;
  const lines = named.length > 0 ? named : kind === undefined ? undefined : words.ofKind;
  const wanted = { from, to, product, family, lines, beside: like?.beside };
  const [rows, testedAt] = await Promise.all([
    like?.steps.length === 0 ? [] : failedMeasurements(db, { ...wanted, steps: like?.steps }),
    split ? unitsTested(db, wanted, split) : new Map<string, number>(),
  ]);
  const failures: Failures = {
    units: new Set(rows.map(({ unit_id }) => unit_id)).size,
    steps: byStep(rows),
    mends: counted(rows, ({ action_id: action }) => action),
    places: split
      ? placesOf(
          counted(rows, (row) => row[split]),
          testedAt,
        )
      : [],
    latest: [...new Map(rows.map((row) => [row.test_id, row])).values()].slice(0, mostUnits),
  };
  const evidence: Evidence = {
    kind: "unit",
    id: product ?? family ?? "ALL",
    facts: {
      failed: failures.units,
      from: since,
      to: until,
      days: days ?? null,
      ...(like ? { like: like.beside } : {}),
      ...(line ? { line } : {}),
    },
    source: "unit_test",
    at: now.toISOString(),
  };
  if (failures.units === 0)
    return {
      text: tellNone(asked),
      evidence: [evidence],
      choices: [choiceOf("diagnose_unit", {}, language)],
    };
  return {
    text: tellFailures(failures, asked),
    rows: split
      ? failures.places.slice(0, mostShown).map((one) => ({
          label: { zh: one.key, en: one.key },
          value: shareText(one),
        }))
      : failures.steps.slice(0, mostShown).map((one) => ({ label: stepName(one), value: String(one.units) })),
    evidence: [evidence, ...evidenceOf(failures, now)],
    choices: failures.latest.map(({ unit_id: unit }) => choiceOf("diagnose_unit", { unit }, language)),
    page: "repairs",
  };
};
