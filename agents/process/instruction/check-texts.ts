import { convert, leadingUnit, numberOf } from "../../../services/core/units.ts";
import { inDigits } from "./digits.ts";
import type { Instruction, ParameterLine, Run, Step } from "./model.ts";
import { type Problem, problem } from "./problem.ts";
import { plain } from "./say.ts";
import { parseSource } from "./sources.ts";
import { factsIn, sentencesOf, textsOf } from "./walk.ts";

/** Figures and ids; the words of a sentence may hold none. */
const figure = /\p{Nd}|[A-Z]{2,}(?:-[A-Z0-9]+)+/u;
const holdsFigure = (words: string) => figure.test(words) || inDigits(words) !== words;
/** oManual (IEEE 1874): a step has at most eight lines. */
const mostLines = 8;

const unsourced = (where: string, runs: readonly Run[]): Problem[] =>
  runs.flatMap((run) =>
    typeof run === "string" && holdsFigure(run)
      ? [
          problem(
            "unsourced",
            where,
            `“${run.trim()}”中的数字没有来源。`,
            `A figure in “${run.trim()}” has no source.`,
          ),
        ]
      : [],
  );

/** Figures of a sentence, apart from names, which are another in each language. */
const figuresOf = (runs: readonly Run[]): string[] =>
  factsIn(runs)
    .filter(({ source }) => !/#(?:name|method)_(?:zh|en)$/.test(source))
    .map(({ text }) => text)
    .toSorted();

/** A figure in a parameter's unit, whatever unit it is written in; undefined where that measures another thing. */
const inUnitOf = ({ unit }: ParameterLine, value: number, behind: string): number | undefined => {
  if (!unit) return undefined;
  const written = leadingUnit(behind);
  if (written) return convert(value, written, unit.text);
  const same = behind.startsWith(unit.text) && !/^[A-Za-z0-9/]/.test(behind.slice(unit.text.length));
  return same ? value : undefined;
};

/** The parameter that a sentence names nearest before a figure, or else behind it. */
const namedIn = (
  lines: readonly ParameterLine[],
  language: "zh" | "en",
  ahead: string,
  behind: string,
): ParameterLine | undefined => {
  const at = (line: ParameterLine, words: string, from: "indexOf" | "lastIndexOf") =>
    words.toLowerCase()[from](line.name[language].text.toLowerCase());
  // Of names that hold one another the longest is meant.
  const byLength = lines.toSorted(
    (one, other) => other.name[language].text.length - one.name[language].text.length,
  );
  const end = (line: ParameterLine) => at(line, ahead, "lastIndexOf") + line.name[language].text.length;
  const before = byLength.filter((line) => at(line, ahead, "lastIndexOf") >= 0);
  if (before.length > 0) return before.toSorted((one, other) => end(other) - end(one))[0];
  const after = byLength.filter((line) => at(line, behind, "indexOf") >= 0);
  return after.toSorted((one, other) => at(one, behind, "indexOf") - at(other, behind, "indexOf"))[0];
};

/** Words and signs between the name of a parameter and the figure that it is to have, the first figure of a range too. */
const sets =
  /^(?:[\s:：=＝≤≥<>＜＞~～–—-]|\d+(?:\.\d+)?|约|[是为到至在]|设定?|调整?|置|保持|控制|应|须|必须|要|不?(?:超过|[高低大小]于)|\b(?:is|be|set|kept|to|at|of|from|between|and|about|must|should|not|no|more|less|above|below|over|under|than|exceeds?)\b)*$/iu;
/** What stands behind a figure that counts nothing and has no unit. */
const bare = /^(?:$|[，。；、,.;:：)）~～–—±-]|[到至和或]|(?:to|and|or)(?![a-z]))/i;

/** The parameter that a figure without a unit is of: the one whose name stands right before it. */
const bareOf = (
  lines: readonly ParameterLine[],
  language: "zh" | "en",
  ahead: string,
  behind: string,
): ParameterLine | undefined => {
  if (!bare.test(behind)) return undefined;
  const named = namedIn(lines, language, ahead, "");
  if (!named) return undefined;
  const name = named.name[language].text.toLowerCase();
  return sets.test(ahead.slice(ahead.toLowerCase().lastIndexOf(name) + name.length)) ? named : undefined;
};

/**
 * A figure that a person wrote, with a unit of the step's parameters, or of the segment's where the step has none, has to be within
 * the limits of the one that the sentence names; where it names none, of all: else it may be anyone's. One without a unit right behind
 * the name of a parameter is meant in that one's.
 */
const outsideLimits = (step: Step, segment: readonly ParameterLine[]): Problem[] =>
  sentencesOf(step).flatMap((text) =>
    (["zh", "en"] as const).flatMap((language) =>
      text[language].flatMap((run, index): Problem[] => {
        if (typeof run === "string" || parseSource(run.source)?.kind !== "person") return [];
        const value = numberOf(run.text);
        if (Number.isNaN(value)) return [];
        const ahead = plain(text[language].slice(0, index));
        const behind = plain(text[language].slice(index + 1)).trimStart();
        const measured = (lines: readonly ParameterLine[]) =>
          lines.filter((line) => inUnitOf(line, value, behind) !== undefined);
        const own = measured(step.parameters);
        const withUnit = own.length > 0 ? own : measured(segment);
        const unitless = withUnit.length > 0 ? undefined : bareOf(segment, language, ahead, behind);
        const same = unitless ? [unitless] : withUnit;
        const named = unitless ?? namedIn(same, language, ahead, behind);
        const fits = (line: ParameterLine) => {
          const held = unitless ? value : inUnitOf(line, value, behind)!;
          return (
            (!line.lower || held >= Number(line.lower.text)) &&
            (!line.upper || held <= Number(line.upper.text))
          );
        };
        const missed = (named ? [named] : same).find((line) => !fits(line));
        if (!missed) return [];
        const figure = `${run.text} ${leadingUnit(behind) || (missed.unit?.text ?? "")}`.trim();
        return [
          named || same.length === 1
            ? problem(
                "limits",
                step.id,
                `${figure} 超出“${missed.name.zh.text}”的限值。`,
                `${figure} is outside the limits of “${missed.name.en.text}”.`,
              )
            : problem(
                "limits",
                step.id,
                `${figure} 不在所有同类参数的限值内：请在句中写明是哪个参数。`,
                `${figure} is not within the limits of every parameter of its kind: name in the sentence the one that is meant.`,
              ),
        ];
      }),
    ),
  );

/** What sentences may not be: with figures of no source, too long, or another thing in each language. */
export const checkTexts = (instruction: Instruction): Problem[] => [
  ...textsOf(instruction).flatMap(([where, text]): Problem[] => {
    const [zh, en] = [plain(text.zh).trim(), plain(text.en).trim()];
    if (zh === "" && en === "") return [problem("missing", where, "有一句是空的。", "A sentence is empty.")];
    const differ = zh !== "" && en !== "" && figuresOf(text.zh).join(" ") !== figuresOf(text.en).join(" ");
    return [
      ...unsourced(where, text.zh),
      ...unsourced(where, text.en),
      ...(differ
        ? [
            problem(
              "languages",
              where,
              `中英文的数字不一致：“${zh}”。`,
              `The two languages say other figures: “${en}”.`,
            ),
          ]
        : []),
    ];
  }),
  ...instruction.steps.flatMap((step): Problem[] => [
    ...(step.action.length > mostLines
      ? [
          problem(
            "too-long",
            step.id,
            "一步的操作超过八行，请拆成两步。",
            "The step has more than eight lines; make it two.",
          ),
        ]
      : []),
    ...(step.action.length === 0
      ? [problem("missing", step.id, "这一步没有操作内容。", "The step says nothing to do.")]
      : []),
    ...outsideLimits(
      step,
      instruction.steps.flatMap(({ parameters }) => parameters),
    ),
  ]),
];
