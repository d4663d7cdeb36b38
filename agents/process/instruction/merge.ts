import { canonicalJson } from "../../../services/core/ids.ts";
import type { Instruction, Step, Text } from "./model.ts";

/** Fields of a step that people edit. */
const editedFields = ["title", "action", "check", "notes"] as const;
export type EditedField = (typeof editedFields)[number];

/** What a person wrote and what is now composed differ, and both have changed since. The person's stands until somebody decides. */
export interface Conflict {
  readonly step: string;
  /** "step" where the whole step is in question: edited and no longer composed, or removed and composed anew. */
  readonly field: EditedField | "step";
  readonly mine: readonly Text[];
  readonly theirs: readonly Text[];
}

export interface Merged {
  readonly content: Instruction;
  readonly conflicts: readonly Conflict[];
}

const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);
const fieldOf = (step: Step, field: EditedField): readonly Text[] =>
  field === "title" ? [step.title] : step[field];
const withField = (step: Step, field: EditedField, texts: readonly Text[]): Step =>
  field === "title" ? { ...step, title: texts[0] ?? step.title } : { ...step, [field]: texts };
const sameTexts = (a: Step, b: Step) =>
  editedFields.every((field) => same(fieldOf(a, field), fieldOf(b, field)));
const sameTables = (a: Step, b: Step) => same([a.materials, a.parameters], [b.materials, b.parameters]);

/** One step: values from what is composed now, sentences by who has changed them. */
const mergeStep = (base: Step, mine: Step, theirs: Step): { step: Step; conflicts: Conflict[] } => {
  const dropped = base.quotes.filter(
    ({ passage }) => !mine.quotes.some((quote) => quote.passage === passage),
  );
  let step: Step = {
    ...theirs,
    quotes: theirs.quotes.filter(({ passage }) => !dropped.some((quote) => quote.passage === passage)),
  };
  const conflicts: Conflict[] = [];
  for (const field of editedFields) {
    const [was, own, now] = [fieldOf(base, field), fieldOf(mine, field), fieldOf(theirs, field)];
    if (same(own, was) || same(own, now)) continue;
    step = withField(step, field, own);
    if (!same(was, now)) conflicts.push({ step: step.id, field, mine: own, theirs: now });
  }
  return { step, conflicts };
};

/**
 * Carries people's edits over to a document that was composed anew (three-way, by step).
 *
 * @param base As it was composed when it was edited.
 * @param mine As it was edited.
 * @param theirs As it is composed now.
 */
export const merge = (base: Instruction, mine: Instruction, theirs: Instruction): Merged => {
  const conflicts: Conflict[] = [];
  const find = (of: Instruction, id: string) => of.steps.find((step) => step.id === id);
  const merged = new Map<string, Step>();
  for (const now of theirs.steps) {
    const [was, own] = [find(base, now.id), find(mine, now.id)];
    if (was && own) {
      const one = mergeStep(was, own, now);
      merged.set(now.id, one.step);
      conflicts.push(...one.conflicts);
    } else if (was && !own) {
      // Removed by a person; what it holds has changed since, so that somebody has to look again.
      if (sameTexts(was, now) && sameTables(was, now)) continue;
      merged.set(now.id, now);
      conflicts.push({ step: now.id, field: "step", mine: [], theirs: [now.title] });
    } else merged.set(now.id, own && !was ? { ...now, notes: own.notes } : now);
  }
  for (const own of mine.steps) {
    if (find(theirs, own.id)) continue;
    const was = find(base, own.id);
    if (was && sameTexts(was, own)) continue;
    // A step of a person's own stays; one that was edited stays as theirs without values that are no longer the plant's.
    merged.set(own.id, was ? { ...own, materials: [], parameters: [], quotes: [], figure: null } : own);
    if (was) conflicts.push({ step: own.id, field: "step", mine: [own.title], theirs: [] });
  }
  return { content: { ...theirs, steps: ordered(base, mine, theirs, merged) }, conflicts };
};

/** In the order that people gave, where they gave one; what is new stands behind what it follows. */
const ordered = (
  base: Instruction,
  mine: Instruction,
  theirs: Instruction,
  merged: ReadonlyMap<string, Step>,
): Step[] => {
  const ids = ({ steps }: Instruction) => steps.map(({ id }) => id);
  const common = (list: readonly string[], other: readonly string[]) =>
    list.filter((id) => other.includes(id));
  const moved = !same(common(ids(mine), ids(base)), common(ids(base), ids(mine)));
  const [lead, follow] = moved ? [ids(mine), ids(theirs)] : [ids(theirs), ids(mine)];
  const order = lead.filter((id) => merged.has(id));
  for (const [index, id] of follow.entries()) {
    if (order.includes(id) || !merged.has(id)) continue;
    const before = follow.slice(0, index).findLast((other) => order.includes(other));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  }
  return order.map((id) => merged.get(id)!);
};

/** Settles a conflict: the person's words stay, or what is composed takes their place. */
export const settle = (
  { content, conflicts }: Merged,
  generated: Instruction,
  step: string,
  field: Conflict["field"],
  keep: "mine" | "theirs",
): Merged => {
  const rest = conflicts.filter((one) => one.step !== step || one.field !== field);
  const now = generated.steps.find(({ id }) => id === step);
  const steps =
    field === "step"
      ? // The step is there until it is said that it goes.
        (keep === "mine") === (now === undefined)
        ? content.steps
        : content.steps.filter(({ id }) => id !== step)
      : keep === "mine" || !now
        ? content.steps
        : content.steps.map((one) => (one.id === step ? withField(one, field, fieldOf(now, field)) : one));
  return { content: { ...content, steps }, conflicts: rest };
};
