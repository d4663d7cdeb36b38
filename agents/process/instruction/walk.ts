import type { Fact, Instruction, Run, Step, Text } from "./model.ts";

const isFact = (value: unknown): value is Fact =>
  typeof value === "object" && value !== null && "source" in value && "text" in value;

/** Every fact below a value, however deep. */
export const factsBelow = (value: unknown): Fact[] => {
  if (isFact(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(factsBelow);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(factsBelow);
  return [];
};

/** The parts of an instruction that are read, by where they stand: the id of a step, or a word with @ for what stands beside the steps. */
export const partsOf = (instruction: Instruction): (readonly [where: string, part: unknown])[] => {
  const { product, workMaster, segment, context, prerequisites, steps, result, records, after } = instruction;
  return [
    ["@head", { product, workMaster, segment, context }],
    ["@prerequisites", prerequisites],
    ...steps.map((step) => [step.id, step] as const),
    ["@result", { result, records, after }],
  ];
};

/** The sentences of an instruction. */
export const textsOf = ({ context, prerequisites, steps, result, records, after }: Instruction) => {
  const at = (where: string, texts: readonly Text[]) => texts.map((text) => [where, text] as const);
  return [
    ...at("@head", context),
    ...at("@prerequisites", prerequisites.kit),
    ...steps.flatMap((step) => at(step.id, sentencesOf(step))),
    ...at("@result", [...result, ...records, ...after]),
  ];
};

export const sentencesOf = ({ title, action, check, notes }: Step): readonly Text[] => [
  title,
  ...action,
  ...check,
  ...notes,
];

export const factsIn = (runs: readonly Run[]): Fact[] => runs.filter(isFact);
