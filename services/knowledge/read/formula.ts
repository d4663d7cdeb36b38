import { type ChildNode, type Element, elements, isTag, isText, textOf } from "./markup.ts";

/** A part that is more than one sign stands in brackets when something is done to all of it. */
const grouped = (text: string): string =>
  /^[\p{L}\p{N}_.{}]+$/u.test(text) || text === "" ? text : `(${text})`;

const children = (node: Element): ChildNode[] => node.children;
const joined = (nodes: readonly ChildNode[], render: (node: ChildNode) => string) =>
  nodes.map(render).join("");
const named = (node: Element, name: string, render: (node: ChildNode) => string): string => {
  const found = elements(node, name)[0];
  return found ? joined(children(found), render).trim() : "";
};

/** Office Math (ECMA-376 part 1, 22.1) as a line of text: a/b, x^2, x_i, sqrt(x). */
export const ommlText = (node: ChildNode): string => {
  if (!isTag(node)) return "";
  const part = (name: string) => named(node, name, ommlText);
  switch (node.name) {
    case "m:t":
      return textOf(node);
    case "m:f":
      return `${grouped(part("m:num"))}/${grouped(part("m:den"))}`;
    case "m:sSup":
      return `${grouped(part("m:e"))}^${grouped(part("m:sup"))}`;
    case "m:sSub":
      return `${part("m:e")}_${part("m:sub")}`;
    case "m:sSubSup":
      return `${part("m:e")}_${part("m:sub")}^${grouped(part("m:sup"))}`;
    case "m:rad": {
      const degree = part("m:deg");
      return degree ? `root(${degree}, ${part("m:e")})` : `sqrt(${part("m:e")})`;
    }
    case "m:d":
      return `(${elements(node, "m:e")
        .map((one) => joined(children(one), ommlText))
        .join(", ")})`;
    case "m:nary":
      return `sum(${part("m:e")})`;
    default:
      return joined(children(node), ommlText);
  }
};

/** MathML Core as a line of text. */
export const mathmlText = (node: ChildNode): string => {
  if (isText(node)) return node.data.trim();
  if (!isTag(node)) return "";
  const [first, second, third] = elements(node).map(mathmlText);
  switch (node.name) {
    case "mfrac":
      return `${grouped(first ?? "")}/${grouped(second ?? "")}`;
    case "msup":
      return `${grouped(first ?? "")}^${grouped(second ?? "")}`;
    case "msub":
      return `${first}_${second}`;
    case "msubsup":
      return `${first}_${second}^${grouped(third ?? "")}`;
    case "msqrt":
      return `sqrt(${joined(children(node), mathmlText)})`;
    case "mo":
      return ` ${joined(children(node), mathmlText)} `;
    case "annotation":
    case "annotation-xml":
      return "";
    default:
      return joined(children(node), mathmlText);
  }
};

/** LaTeX of Markdown's $…$ as the same kind of line, as far as a plant's documents go. */
export const latexText = (latex: string): string => {
  let text = latex;
  for (let before = ""; before !== text; ) {
    before = text;
    text = text
      .replace(
        /\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g,
        (_, a: string, b: string) => `${grouped(a.trim())}/${grouped(b.trim())}`,
      )
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, "sqrt($1)")
      .replace(/\\(?:text|mathrm|mathit|operatorname)\s*\{([^{}]*)\}/g, "$1")
      .replace(
        /([\^_])\{([^{}]*)\}/g,
        (_, sign: string, a: string) => `${sign}${sign === "_" ? a : grouped(a)}`,
      );
  }
  return text
    .replace(/\\(?:times|cdot)/g, "×")
    .replace(/\\(?:leq?)\b/g, "≤")
    .replace(/\\(?:geq?)\b/g, "≥")
    .replace(/\\(?:left|right|,|;|!|quad)/g, "")
    .replace(/\\%/g, "%")
    .replace(/\\([a-zA-Z]+)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
};
