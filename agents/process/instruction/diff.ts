import type { Bilingual } from "../../../services/core/errors.ts";
import type { Instruction, MaterialLine, ParameterLine, Step, Text } from "./model.ts";
import { plain } from "./say.ts";

/** One difference between two documents, in words that can be shown beside each other. */
export interface Difference {
  readonly step: string;
  readonly title: Bilingual;
  readonly field:
    | "step"
    | "title"
    | "action"
    | "check"
    | "notes"
    | "materials"
    | "parameters"
    | "quotes"
    | "order";
  /** Null for what was not there. */
  readonly was: Bilingual | null;
  readonly now: Bilingual | null;
}

const wordsOf = ({ zh, en }: Text): Bilingual => ({ zh: plain(zh), en: plain(en) });
const both = (text: string): Bilingual => ({ zh: text, en: text });

const materialWords = ({
  position,
  material,
  name,
  quantity,
  unit,
  designators,
  alternates,
  vendors,
}: MaterialLine): Bilingual => {
  const rest = [
    `× ${quantity.text} ${unit.text}`,
    designators?.text,
    ...alternates.map((one) => `${one.rank.text}: ${one.material.text}`),
    ...vendors.map(({ text }) => text),
  ].filter((part) => part !== undefined);
  const tell = (language: "zh" | "en") =>
    [`#${position.text} ${material.text} ${name[language].text}`, ...rest].join(" · ");
  return { zh: tell("zh"), en: tell("en") };
};

const parameterWords = ({ name, target, lower, upper, unit, method }: ParameterLine): Bilingual => {
  const values =
    `${target?.text ?? "–"} [${lower?.text ?? "–"} … ${upper?.text ?? "–"}] ${unit?.text ?? ""}`.trim();
  const tell = (language: "zh" | "en") =>
    [`${name[language].text}: ${values}`, method?.[language].text].filter(Boolean).join(" · ");
  return { zh: tell("zh"), en: tell("en") };
};

type Pair = readonly [id: string, words: Bilingual];
/** Items by id: what went, what came, what is another. */
const byId = (
  was: readonly Pair[],
  now: readonly Pair[],
): { was: Bilingual | null; now: Bilingual | null }[] => {
  const [before, after] = [new Map(was), new Map(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const [old, own] = [before.get(id) ?? null, after.get(id) ?? null];
    return old?.zh === own?.zh && old?.en === own?.en ? [] : [{ was: old, now: own }];
  });
};

/** Lines of a list: what both have, in order, is left out (longest common subsequence). */
const byLine = (
  was: readonly Bilingual[],
  now: readonly Bilingual[],
): { was: Bilingual | null; now: Bilingual | null }[] => {
  const key = ({ zh, en }: Bilingual) => `${zh}\u0001${en}`;
  const lengths = Array.from({ length: was.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let a = was.length - 1; a >= 0; a -= 1)
    for (let b = now.length - 1; b >= 0; b -= 1)
      lengths[a]![b] =
        key(was[a]!) === key(now[b]!)
          ? lengths[a + 1]![b + 1]! + 1
          : Math.max(lengths[a + 1]![b]!, lengths[a]![b + 1]!);
  const gone: Bilingual[] = [];
  const come: Bilingual[] = [];
  const out: { was: Bilingual | null; now: Bilingual | null }[] = [];
  const flush = () => {
    for (let index = 0; index < Math.max(gone.length, come.length); index += 1)
      out.push({ was: gone[index] ?? null, now: come[index] ?? null });
    gone.length = 0;
    come.length = 0;
  };
  for (let a = 0, b = 0; a < was.length || b < now.length; ) {
    if (a < was.length && b < now.length && key(was[a]!) === key(now[b]!)) {
      flush();
      a += 1;
      b += 1;
    } else if (b >= now.length || (a < was.length && lengths[a + 1]![b]! >= lengths[a]![b + 1]!))
      gone.push(was[a++]!);
    else come.push(now[b++]!);
  }
  flush();
  return out;
};

const stepDifferences = (was: Step, now: Step): Omit<Difference, "step" | "title">[] => [
  ...byLine([wordsOf(was.title)], [wordsOf(now.title)]).map((one) => ({ field: "title" as const, ...one })),
  ...(["action", "check", "notes"] as const).flatMap((field) =>
    byLine(was[field].map(wordsOf), now[field].map(wordsOf)).map((one) => ({ field, ...one })),
  ),
  ...byId(
    was.parameters.map((line): Pair => [line.characteristic.text, parameterWords(line)]),
    now.parameters.map((line): Pair => [line.characteristic.text, parameterWords(line)]),
  ).map((one) => ({ field: "parameters" as const, ...one })),
  ...byId(
    was.materials.map((line): Pair => [line.position.text, materialWords(line)]),
    now.materials.map((line): Pair => [line.position.text, materialWords(line)]),
  ).map((one) => ({ field: "materials" as const, ...one })),
  ...byLine(
    was.quotes.map(({ text }) => both(text)),
    now.quotes.map(({ text }) => both(text)),
  ).map((one) => ({ field: "quotes" as const, ...one })),
];

/** What is another in the second document, step by step, in its order. */
export const differences = (was: Instruction, now: Instruction): Difference[] => {
  const told = (step: Step, one: Omit<Difference, "step" | "title">): Difference => ({
    step: step.id,
    title: wordsOf(step.title),
    ...one,
  });
  const removed = was.steps.filter(({ id }) => !now.steps.some((step) => step.id === id));
  const kept = (list: readonly Step[], other: readonly Step[]) =>
    list.filter(({ id }) => other.some((step) => step.id === id)).map(({ id }) => id);
  const [before, after] = [kept(was.steps, now.steps), kept(now.steps, was.steps)];
  return [
    ...removed.map((step) => told(step, { field: "step", was: wordsOf(step.title), now: null })),
    ...now.steps.flatMap((step): Difference[] => {
      const old = was.steps.find(({ id }) => id === step.id);
      if (!old) return [told(step, { field: "step", was: null, now: wordsOf(step.title) })];
      const place = after.indexOf(step.id);
      const moved = before.join() !== after.join() && before.indexOf(step.id) !== place;
      return [
        ...(moved
          ? [
              told(step, {
                field: "order",
                was: both(String(before.indexOf(step.id) + 1)),
                now: both(String(place + 1)),
              }),
            ]
          : []),
        ...stepDifferences(old, step).map((one) => told(step, one)),
      ];
    }),
  ];
};
