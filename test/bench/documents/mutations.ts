import type { Fact, Instruction, Step } from "../../../agents/process/instruction/model.ts";
import type { Random } from "../../../services/mes/seed/random.ts";

type Change = (instruction: Instruction, random: Random) => Instruction | undefined;

const withStep = (instruction: Instruction, index: number, change: (step: Step) => Step): Instruction => ({
  ...instruction,
  steps: instruction.steps.with(index, change(instruction.steps[index]!)),
});
/** A step with something of a kind, by chance. */
const pickStep = (
  instruction: Instruction,
  random: Random,
  has: (step: Step) => boolean,
): number | undefined => {
  const places = instruction.steps.flatMap((step, index) => (has(step) ? [index] : []));
  return places.length > 0 ? random.pick(places) : undefined;
};
const other = (fact: Fact, random: Random): Fact => ({
  ...fact,
  text: String(Number(fact.text) + random.int(1, 9)),
});

const onMaterial = (
  instruction: Instruction,
  random: Random,
  change: (lines: Step["materials"], at: number) => Step["materials"],
) => {
  const place = pickStep(instruction, random, ({ materials }) => materials.length > 0);
  if (place === undefined) return undefined;
  return withStep(instruction, place, (step) => ({
    ...step,
    materials: change(step.materials, random.int(0, step.materials.length - 1)),
  }));
};
const onParameter = (
  instruction: Instruction,
  random: Random,
  wanted: (line: Step["parameters"][number]) => boolean,
  change: (lines: Step["parameters"], at: number) => Step["parameters"],
) => {
  const place = pickStep(instruction, random, ({ parameters }) => parameters.some(wanted));
  if (place === undefined) return undefined;
  return withStep(instruction, place, (step) => {
    const places = step.parameters.flatMap((line, index) => (wanted(line) ? [index] : []));
    return { ...step, parameters: change(step.parameters, random.pick(places)) };
  });
};
const drop = <T>(list: readonly T[], at: number): T[] => list.toSpliced(at, 1);

/** Faults that a document may have; each gives undefined where the document has nothing to spoil. */
export const mutations: Readonly<Record<string, Change>> = {
  "wrong quantity": (instruction, random) =>
    onMaterial(instruction, random, (lines, at) =>
      lines.with(at, { ...lines[at]!, quantity: other(lines[at]!.quantity, random) }),
    ),
  "missing part": (instruction, random) => onMaterial(instruction, random, drop),
  "part twice": (instruction, random) =>
    onMaterial(instruction, random, (lines, at) => [...lines, lines[at]!]),
  "quantity of another position": (instruction, random) =>
    onMaterial(instruction, random, (lines, at) => {
      const { quantity } = lines[at]!;
      const [head, tail] = [quantity.source.slice(0, quantity.source.lastIndexOf("/")), "#quantity_per"];
      return lines.with(at, { ...lines[at]!, quantity: { ...quantity, source: `${head}/9999${tail}` } });
    }),
  "wrong designators": (instruction, random) => {
    const place = pickStep(instruction, random, ({ materials }) =>
      materials.some(({ designators }) => designators),
    );
    if (place === undefined) return undefined;
    return withStep(instruction, place, (step) => {
      const at = step.materials.findIndex(({ designators }) => designators);
      const line = step.materials[at]!;
      return {
        ...step,
        materials: step.materials.with(at, {
          ...line,
          designators: { ...line.designators!, text: `${line.designators!.text}, ZZ1` },
        }),
      };
    });
  },
  "limits swapped": (instruction, random) =>
    onParameter(
      instruction,
      random,
      ({ lower, upper }) => lower !== null && upper !== null,
      (lines, at) => lines.with(at, { ...lines[at]!, lower: lines[at]!.upper, upper: lines[at]!.lower }),
    ),
  "values of limits swapped": (instruction, random) =>
    onParameter(
      instruction,
      random,
      ({ lower, upper }) => lower !== null && upper !== null && lower.text !== upper.text,
      (lines, at) => {
        const { lower, upper } = lines[at]!;
        return lines.with(at, {
          ...lines[at]!,
          lower: { ...lower!, text: upper!.text },
          upper: { ...upper!, text: lower!.text },
        });
      },
    ),
  "limit left out": (instruction, random) =>
    onParameter(
      instruction,
      random,
      ({ upper }) => upper !== null,
      (lines, at) => lines.with(at, { ...lines[at]!, upper: null }),
    ),
  "missing parameter": (instruction, random) => onParameter(instruction, random, () => true, drop),
  "wrong target": (instruction, random) =>
    onParameter(
      instruction,
      random,
      ({ target }) => target !== null,
      (lines, at) => lines.with(at, { ...lines[at]!, target: other(lines[at]!.target!, random) }),
    ),
  "number without source": (instruction, random) =>
    withStep(instruction, random.int(0, instruction.steps.length - 1), (step) => ({
      ...step,
      action: [...step.action.slice(0, 7), { zh: ["等待 5 分钟。"], en: ["Wait 5 minutes."] }],
    })),
  "number of another product": (instruction, random) => {
    const place = random.int(0, instruction.steps.length - 1);
    const foreign: Fact = { text: "7", source: "bom_item:WM-NOWHERE/10/1#quantity_per" };
    return withStep(instruction, place, (step) => ({
      ...step,
      notes: [{ zh: ["取 ", foreign, " 件。"], en: ["Take ", foreign, " pieces."] }],
    }));
  },
  "citation that is not in force": (instruction, random) => ({
    ...withStep(instruction, random.int(0, instruction.steps.length - 1), (step) => ({
      ...step,
      quotes: [{ passage: "OLD@A#1", text: "腕带每班测试" }],
    })),
    passages: {
      ...instruction.passages,
      "OLD@A#1": {
        documentId: "OLD",
        title: "旧规范",
        revision: "A",
        locator: "2",
        text: "腕带每班测试一次。",
      },
    },
  }),
  "quotation that no document holds": (instruction, random) =>
    withStep(instruction, random.int(0, instruction.steps.length - 1), (step) => ({
      ...step,
      quotes: [{ passage: "NONE@A#1", text: "随便" }],
    })),
  "languages differ": (instruction, random) =>
    withStep(instruction, random.int(0, instruction.steps.length - 1), (step) => ({
      ...step,
      notes: [{ zh: ["取 ", instruction.segment.number], en: ["Take it"] }],
    })),
  "wrong line": (instruction) => ({
    ...instruction,
    prerequisites: { ...instruction.prerequisites, lines: drop(instruction.prerequisites.lines, 0) },
  }),
  "tool left out": (instruction) =>
    instruction.prerequisites.tools.length > 0
      ? {
          ...instruction,
          prerequisites: { ...instruction.prerequisites, tools: drop(instruction.prerequisites.tools, 0) },
        }
      : undefined,
  "skill left out": (instruction) =>
    instruction.prerequisites.skills.length > 0
      ? { ...instruction, prerequisites: { ...instruction.prerequisites, skills: [] } }
      : undefined,
  "picture moved": (instruction, random) => {
    const place = pickStep(
      instruction,
      random,
      ({ figure }) => figure?.kind === "placement" || figure?.kind === "torque",
    );
    if (place === undefined) return undefined;
    return withStep(instruction, place, (step) =>
      step.figure?.kind === "placement" || step.figure?.kind === "torque"
        ? {
            ...step,
            figure: {
              ...step.figure,
              points: step.figure.points.map((point, index) =>
                index === 0 ? { ...point, x: point.x + 3 } : point,
              ),
            },
          }
        : step,
    );
  },
  "too many lines": (instruction, random) =>
    withStep(instruction, random.int(0, instruction.steps.length - 1), (step) => ({
      ...step,
      action: Array.from({ length: 9 }, () => ({ zh: ["做。"], en: ["Do."] })),
    })),
};
