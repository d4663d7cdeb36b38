import type { Instruction, Run, Step } from "./model.ts";
import { type Problem, problem } from "./problem.ts";
import { plain } from "./say.ts";
import { parseSource } from "./sources.ts";
import { factsIn, sentencesOf, textsOf } from "./walk.ts";

/** Figures and ids; the words of a sentence may hold none. */
const figure = /\d|[A-Z]{2,}(?:-[A-Z0-9]+)+/u;
/** oManual (IEEE 1874): a step has at most eight lines. */
const mostLines = 8;

const unsourced = (where: string, runs: readonly Run[]): Problem[] =>
  runs.flatMap((run) =>
    typeof run === "string" && figure.test(run)
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

/** A figure that a person wrote, with a unit of the step's parameters, has to be within the limits of one of them. */
const outsideLimits = (step: Step): Problem[] =>
  sentencesOf(step).flatMap((text) =>
    (["zh", "en"] as const).flatMap((language) =>
      text[language].flatMap((run, index): Problem[] => {
        if (typeof run === "string" || parseSource(run.source)?.kind !== "person") return [];
        const value = Number(run.text);
        if (Number.isNaN(value)) return [];
        const behind = text[language][index + 1];
        const words = (typeof behind === "string" ? behind : (behind?.text ?? "")).trimStart();
        const same = step.parameters.filter(
          ({ unit }) =>
            unit && words.startsWith(unit.text) && !/^[\p{L}/]/u.test(words.slice(unit.text.length)),
        );
        const fits = same.some(
          ({ lower, upper }) =>
            (!lower || value >= Number(lower.text)) && (!upper || value <= Number(upper.text)),
        );
        if (same.length === 0 || fits) return [];
        const unit = same[0]!.unit!.text;
        return [
          problem(
            "limits",
            step.id,
            `${run.text} ${unit} 超出本步骤参数的限值。`,
            `${run.text} ${unit} is outside the limits of the step's parameters.`,
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
    ...outsideLimits(step),
  ]),
];
