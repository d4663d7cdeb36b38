import { convert, leadingUnit, numberOf } from "../../core/units.ts";
import type { LibraryDocument } from "../library.ts";
import type { Block } from "../read/block.ts";
import type { Ranked } from "../search/rank.ts";
import { folded } from "../search/terms.ts";
import type { Candidate } from "./candidate.ts";
import { contextOf, covered } from "./context.ts";
import { type Expression, parseExpression } from "./expression.ts";
import { shownNumber } from "./quantity.ts";
import type { Question } from "./question.ts";

interface Variable {
  readonly symbol: string;
  /** What the document calls it. */
  readonly name: string;
  readonly unit: string;
}

interface Formula {
  readonly text: string;
  readonly target: string;
  readonly expression: Expression;
  readonly variables: readonly Variable[];
  readonly document: LibraryDocument;
  readonly block: number;
  readonly heading: string;
}

const equation =
  /(?:^|[\s：:])([\p{L}](?:[\p{L}]{0,3})(?:_[\p{L}\p{N}]+|\d)?)\s*=\s*([^=，,;；。]+?)(?=$|[，,;；。]|\.(?:\s|$)|\s+where\b)/u;

/** Of "the oven's length, 360 cm in SMT-1 and 420 cm in SMT-4" the unit that all its figures have. */
const exampleUnit = (words: string): string => {
  const sentence = words.split(/[。；;]|\.(?:\s|$)/)[0]!;
  const units = [...sentence.matchAll(/(?<![\p{L}\p{N}.-])\d[\d.,]*\s*(\S.*)/gu)].map(([, behind]) =>
    leadingUnit(behind!),
  );
  return units[0] && units.every((unit) => unit === "" || unit === units[0]) ? units[0] : "";
};

/** "v 为链速，单位 cm/min", "W is the width and L the length in mm": what the symbols of a formula stand for. */
const variablesOf = (text: string, symbols: readonly string[]): Variable[] => {
  const places = symbols
    .flatMap((symbol) => {
      const at = new RegExp(
        `(?<![\\p{L}\\p{N}_])${symbol}(?![\\p{L}\\p{N}_])\\s*(?:为|是|is|are|the|:|：)|(?<=[,，;；]\\s*|\\band\\s+)${symbol}(?=\\s+[a-z]{3})`,
        "u",
      ).exec(text);
      return at ? [{ symbol, at: at.index, end: at.index + at[0].length }] : [];
    })
    .sort((a, b) => a.at - b.at);
  const parts = places.map(({ symbol, end }, index) => ({
    symbol,
    words: text.slice(end, places[index + 1]?.at ?? text.length),
  }));
  const unitOf = (words: string) => {
    const inWhat = [...words.matchAll(/\bin\s+([^\s,.;，。]+(?:\/[^\s,.;]+)?)(?=[\s,.;，。]|$)/g)].map(
      ([, what]) => what!,
    );
    return (
      /单位\s*([^，。；;\s]+)/.exec(words)?.[1] ??
      inWhat.find((what) => leadingUnit(what) === what.normalize("NFKC")) ??
      inWhat.find((what) => !/^(?:the|an?|burn-in)$/.test(what)) ??
      exampleUnit(words)
    );
  };
  return parts.map(({ symbol, words }, index) => {
    let unit = unitOf(words);
    // Of "W is the width and L the length in mm" both are in mm.
    for (
      let next = index + 1;
      !unit && /\band\s*$/.test(parts[next - 1]!.words) && next < parts.length;
      next++
    )
      unit = unitOf(parts[next]!.words);
    const name = words
      .replace(/^\s*the\s+/, "")
      .split(/[，,；;。.]|\bin\b|\band\b|单位/)[0]!
      .trim();
    return { symbol, name, unit };
  });
};

/** "投影面积 A(cm²)", "the tool diameter D (mm)": what words before a formula name with a symbol and its unit. */
const namedBefore = (text: string, symbols: readonly string[]): Variable[] =>
  symbols.flatMap((symbol) => {
    const found = new RegExp(
      `((?:\\p{Script=Han}{2,8}|[a-z]+(?: [a-z]+){0,2}))\\s*(?<![\\p{N}_])${symbol}\\s*[(（]([^()（）]{1,12})[)）]`,
      "u",
    ).exec(text);
    if (!found) return [];
    const name = found[1]!.replace(/^(?:.*[由按和与及]|(?:from |the |and |with |by )+)/, "");
    return [{ symbol, name, unit: found[2]!.trim() }];
  });

const textOfBlock = (block: Block | undefined): string => (block && block.kind !== "table" ? block.text : "");

const formulasIn = (document: LibraryDocument): Formula[] => {
  const formulas: Formula[] = [];
  let heading = "";
  document.blocks.forEach((block, index) => {
    if (block.kind === "heading") heading = block.text;
    const text = textOfBlock(block);
    if (!text.includes("=") || block.kind === "heading") return;
    const match = equation.exec(text);
    const expression = match && parseExpression(match[2]!.trim());
    if (!match || !expression || expression.names.size === 0) return;
    const symbols = [match[1]!, ...expression.names];
    const near = [text.slice(match.index + match[0].length), textOfBlock(document.blocks[index + 1])].join(
      " ",
    );
    const variables = variablesOf(near, symbols);
    formulas.push({
      text: match[0].trim().replace(/^[：:]\s*/, ""),
      target: match[1]!,
      expression,
      variables: [
        ...variables,
        ...namedBefore(
          `${textOfBlock(document.blocks[index - 1])} ${text.slice(0, match.index)}`,
          symbols.filter((one) => !variables.some(({ symbol }) => symbol === one)),
        ),
      ],
      document,
      block: index,
      heading: `${heading} ${textOfBlock(document.blocks[index - 1])}`,
    });
  });
  return formulas;
};

const known = new WeakMap<LibraryDocument, Formula[]>();
const formulasOf = (document: LibraryDocument): Formula[] => {
  let found = known.get(document);
  if (!found) {
    found = formulasIn(document);
    known.set(document, found);
  }
  return found;
};

const figure = String.raw`([-−]?\d+(?:,\d{3})*(?:\.\d+)?)(?![\d.])\s*(.*)`;

/** Words that go on behind a figure that bears no unit. */
const goesOn =
  /^(?:$|[^\p{L}\p{N}°%]|时|的|和|与|及|则|，|且|以及|并|求|and\b|with\b|for\b|at\b|when\b|what\b|is\b|give\b)/iu;

/** What people say for a variable's name: the whole, or its beginning: 现场检查 for 现场检查得分. */
const namesOf = (name: string): readonly string[] => {
  const letters = [...name];
  const shorter = /^\p{Script=Han}+$/u.test(name)
    ? letters.flatMap((_, index) => {
        const length = letters.length - index;
        return index > 0 && length >= Math.max(2, letters.length / 2)
          ? [letters.slice(0, length).join("")]
          : [];
      })
    : name.split(" ").length === 2
      ? [name.split(" ")[0]!]
      : [];
  return [name, ...shorter].filter((one) => [...one].length > 1);
};

const firstNamed = (question: string, names: readonly string[]): RegExpExecArray | undefined => {
  for (const name of names) {
    const plain = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const found = new RegExp(`${plain}\\s*(?:=|为|是|is|of)?\\s*${figure}`, "iu").exec(question);
    if (found) return found;
  }
  return undefined;
};

/**
 * The value that a question gives a variable, by its symbol or by its name, in the variable's unit. Nothing where the figure is in a unit
 * that is not known or measures another thing: a factor of a thousand would stand in the result.
 */
const givenValue = (
  question: string,
  { symbol, name, unit }: Variable,
  variables: readonly Variable[],
): number | undefined => {
  const bySymbol = new RegExp(`(?<![\\p{L}\\p{N}_])${symbol}\\s*(?:=|为|是|is|of)\\s*${figure}`, "u").exec(
    question,
  );
  const byName = bySymbol ? undefined : firstNamed(question, namesOf(folded(name)));
  const match = bySymbol ?? byName;
  if (!match) return undefined;
  const value = numberOf(match[1]!);
  const behind = match[2]!;
  const next = variables.some(
    (one) =>
      new RegExp(`^${one.symbol}\\s*[=为是]`, "u").test(behind) ||
      (one.name !== "" && behind.startsWith(one.name)),
  );
  if (next || goesOn.test(behind)) return value;
  const own = unit.normalize("NFKC");
  if (own && behind.startsWith(own) && !/^[A-Za-z0-9]/.test(behind.slice(own.length))) return value;
  const written = leadingUnit(behind);
  if (unit) return written ? convert(value, written, unit) : undefined;
  // Pieces and the like are counted: what has no unit takes them, and no measure.
  return written ? undefined : value;
};

/** Figures of a question with a unit that measures just what one variable without a value does: 加热区420厘米 is its length. */
const byUnit = (
  question: string,
  missing: readonly Variable[],
  taken: number,
): ReadonlyMap<string, number> => {
  const figures = [...question.matchAll(/(?<![A-Za-z\d.-])(\d+(?:\.\d+)?)\s*([^\d\s，,。;；]+)/gu)];
  const quantities = figures.flatMap(([, value, behind]) => {
    const unit = leadingUnit(behind!);
    return unit ? [{ value: numberOf(value!), unit }] : [];
  });
  // A figure more than there are variables may be any of them.
  if (quantities.length !== missing.length + taken) return new Map();
  const found = new Map<string, number>();
  for (const { symbol, unit } of missing) {
    if (!unit) return new Map();
    const fits = quantities.flatMap((one) => convert(one.value, one.unit, unit) ?? []);
    if (fits.length !== 1) return new Map();
    found.set(symbol, fits[0]!);
  }
  return found;
};

const mostDocuments = 5;

/** Formulas of the documents worked out with the values that the question gives; every variable needs one. */
export const formulaCandidates = (question: Question, ranked: readonly Ranked[]): Candidate[] => {
  if ((question.text.match(/\d/g) ?? []).length < 2) return [];
  const documents = [...new Set(ranked.slice(0, 30).map(({ passage }) => passage.document))].slice(
    0,
    mostDocuments,
  );
  const asked = question.text.normalize("NFKC");
  return documents.flatMap(formulasOf).flatMap((formula): Candidate[] => {
    const { variables, expression, target, document, block } = formula;
    const values = new Map<string, number>();
    const missing: Variable[] = [];
    for (const symbol of expression.names) {
      const variable = variables.find((one) => one.symbol === symbol) ?? { symbol, name: "", unit: "" };
      const value = givenValue(asked, variable, variables);
      if (value === undefined) missing.push(variable);
      else values.set(symbol, value);
    }
    const goalName = variables.find(({ symbol }) => symbol === target)?.name;
    if (missing.length > 0) {
      // Only where what is to be worked out is called by its name, and what is missing is not: one that is named has a figure that does not fit.
      const isNamed = missing.some(({ name }) => name.length > 1 && folded(asked).includes(folded(name)));
      const more =
        goalName && !isNamed && asked.includes(goalName) ? byUnit(asked, missing, values.size) : new Map();
      if (more.size < missing.length) return [];
      for (const [symbol, value] of more) values.set(symbol, value);
    }
    const result = expression.evaluate(values);
    if (!Number.isFinite(result)) return [];
    const goal = variables.find(({ symbol }) => symbol === target);
    // A sum is in the unit of what is added.
    const addend = /=\s*([\p{L}\p{N}_]+)\s*[+−-]/u.exec(formula.text)?.[1];
    const unit = goal?.unit || variables.find(({ symbol }) => symbol === addend)?.unit;
    const value = `${shownNumber(result)}${unit ? ` ${unit}` : ""}`;
    const about = contextOf(
      [
        document.title,
        formula.heading,
        goal?.name ?? "",
        formula.text,
        ...variables.map(({ name }) => name),
      ].join(" "),
    );
    const cover = covered(
      question.units.filter((unit) => unit.kind === "concept" || !/\d/.test(unit.term)),
      [[about, 1]],
    );
    if (cover < 0.25) return [];
    const given = [...values].map(([symbol, one]) => {
      const unit = variables.find((variable) => variable.symbol === symbol)?.unit;
      return `${symbol} = ${shownNumber(one)}${unit ? ` ${unit}` : ""}`;
    });
    return [
      {
        kind: "formula",
        text: `${formula.text}; ${given.join(", ")}: ${target} = ${value}`,
        value,
        spots: [{ document, block, quote: formula.text }],
        score: 0.72 + 0.25 * cover,
      },
    ];
  });
};
