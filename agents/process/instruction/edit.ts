import { MillwrightError } from "../../../services/core/errors.ts";
import { inDigits } from "./digits.ts";
import type { Fact, Instruction, Run, Step, Text } from "./model.ts";
import { type FactPlace, factAt, factPlaces, placeOf } from "./place.ts";
import { plain } from "./say.ts";
import { parseSource } from "./sources.ts";
import { factsBelow, partsOf } from "./walk.ts";

/** A sentence as a person writes it. */
export interface WrittenText {
  readonly zh: string;
  readonly en: string;
}

/** What an engineer may change of a step; what is left out stays. Tables of values come from the master data and are changed there. */
export interface StepEdit {
  readonly title?: WrittenText | undefined;
  readonly action?: readonly WrittenText[] | undefined;
  readonly check?: readonly WrittenText[] | undefined;
  readonly notes?: readonly WrittenText[] | undefined;
  /** Passages whose quotations are of no use here. */
  readonly withoutQuotes?: readonly string[] | undefined;
}

export type Edit =
  | ({ readonly kind: "change"; readonly step: string } & StepEdit)
  | ({ readonly kind: "add"; readonly step: string; readonly after: string | null } & StepEdit)
  | { readonly kind: "remove"; readonly step: string }
  | { readonly kind: "move"; readonly step: string; readonly after: string | null };

const figure = /[A-Z]{2,}(?:-[A-Z0-9]+)+|(?:(?<![\p{L}\p{N}])-)?\d+(?:,\d{3})*(?:\.\d+)?/uy;
const isNumber = (text: string) => /^-?\d+(?:\.\d+)?$/.test(text);

/**
 * Finds the facts in what a person wrote again. A figure that stands in its place in the same field keeps its source (place.ts); an id
 * or a name is that of the step wherever it stands; any other figure is the person's own.
 */
const relink = (
  written: string,
  inField: readonly FactPlace[],
  inStep: readonly Fact[],
  person: string,
): Run[] => {
  const byLength = (a: Fact, b: Fact) => b.text.length - a.text.length;
  const known = [
    ...inField.map(({ fact }) => fact).filter(({ source }) => parseSource(source)?.kind !== "person"),
    ...inStep.filter(
      ({ text, source }) => /\d/.test(text) && !isNumber(text) && parseSource(source)?.kind === "row",
    ),
  ].toSorted(byLength);
  const runs: Run[] = [];
  let words = "";
  const flush = () => {
    if (words !== "") runs.push(words);
    words = "";
  };
  for (let at = 0; at < written.length; ) {
    const [before, digitsBefore] = [written[at - 1] ?? "", /[\d.]/.test(written[at - 1] ?? "")];
    const found = known.find(({ text }) => {
      if (!written.startsWith(text, at)) return false;
      const behind = written.slice(at + text.length, at + text.length + 2);
      const cuts = /\d$/.test(text) && /^(?:\d|\.\d)/.test(behind);
      return (
        !cuts &&
        !(/^\d/.test(text) && digitsBefore) &&
        !(/^[A-Za-z]/.test(text) && /[A-Za-z0-9]/.test(before))
      );
    });
    const fact =
      found && isNumber(found.text)
        ? factAt(
            found.text,
            placeOf(written.slice(0, at), written.slice(at + found.text.length)),
            inField.filter((one) => isNumber(one.fact.text)),
          )
        : found;
    figure.lastIndex = at;
    const own = fact ? undefined : figure.exec(written)?.[0];
    if (fact || own !== undefined) {
      flush();
      const run = fact ?? { text: own!, source: person };
      runs.push({ text: run.text, source: run.source });
      at += run.text.length;
    } else {
      words += written[at];
      at += 1;
    }
  }
  flush();
  return runs;
};

const longest = 500;
const mostTexts = 20;

const textsOf = (
  field: string,
  written: readonly WrittenText[],
  before: readonly Text[],
  step: readonly Fact[],
  person: string,
): Text[] => {
  if (written.length > mostTexts)
    throw new MillwrightError("INVALID_INPUT", {
      path: field,
      problem: `must have at most ${mostTexts} lines`,
    });
  return written
    .filter(({ zh, en }) => zh.trim() !== "" || en.trim() !== "")
    .map(({ zh, en }) => {
      if (zh.length > longest || en.length > longest)
        throw new MillwrightError("INVALID_INPUT", {
          path: field,
          problem: `a line must have at most ${longest} characters`,
        });
      const link = (text: string, language: "zh" | "en"): readonly Run[] =>
        before.find((one) => plain(one[language]) === text.trim())?.[language] ??
        relink(
          inDigits(text.trim()),
          before.flatMap((one) => factPlaces(one[language])),
          step,
          person,
        );
      return { zh: link(zh, "zh"), en: link(en, "en") };
    });
};

/** A step that says nothing yet. */
export const emptyStep = (id: string): Step => ({
  id,
  title: { zh: [], en: [] },
  action: [],
  parameters: [],
  materials: [],
  check: [],
  notes: [],
  quotes: [],
  figure: null,
});

/** Steps of an engineer's own; no composed step begins so. */
const ownStep = /^own-[a-z0-9-]{1,40}$/;

/**
 * An instruction with an engineer's change.
 *
 * @param at Time of the change, for figures that are the engineer's own.
 * @throws MillwrightError NOT_FOUND for a step that is not there; INVALID_INPUT.
 */
export const applyEdit = (instruction: Instruction, edit: Edit, actorId: string, at: Date): Instruction => {
  const { steps } = instruction;
  const person = `person:${actorId}@${at.toISOString()}`;
  const index = steps.findIndex(({ id }) => id === edit.step);
  const placeAfter = (list: readonly Step[], after: string | null, step: Step): Step[] => {
    if (after === null) return [step, ...list];
    const place = list.findIndex(({ id }) => id === after);
    if (place < 0) throw new MillwrightError("NOT_FOUND", { kind: "step", id: after });
    return list.toSpliced(place + 1, 0, step);
  };
  if (edit.kind === "add") {
    if (!ownStep.test(edit.step) || index >= 0)
      throw new MillwrightError("INVALID_INPUT", { path: "step", problem: "must be a new id as own-1" });
    return {
      ...instruction,
      steps: placeAfter(steps, edit.after, changed(instruction, emptyStep(edit.step), edit, person)),
    };
  }
  const step = steps[index];
  if (!step) throw new MillwrightError("NOT_FOUND", { kind: "step", id: edit.step });
  const others = steps.toSpliced(index, 1);
  if (edit.kind === "remove") return { ...instruction, steps: others };
  if (edit.kind === "move") return { ...instruction, steps: placeAfter(others, edit.after, step) };
  return { ...instruction, steps: steps.with(index, changed(instruction, step, edit, person)) };
};

const changed = (instruction: Instruction, step: Step, edit: StepEdit, person: string): Step => {
  const inStep = [...factsBelow(step), ...factsBelow(partsOf(instruction)[0]![1])];
  const own = (field: string, written: readonly WrittenText[] | undefined, before: readonly Text[]) =>
    written === undefined ? before : textsOf(field, written, before, inStep, person);
  return {
    ...step,
    title: own("title", edit.title && [edit.title], [step.title])[0] ?? step.title,
    action: own("action", edit.action, step.action),
    check: own("check", edit.check, step.check),
    notes: own("notes", edit.notes, step.notes),
    quotes: step.quotes.filter(({ passage }) => !edit.withoutQuotes?.includes(passage)),
  };
};
