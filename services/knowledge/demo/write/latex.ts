import { escaped } from "../../../core/markup.ts";

/** How a formula's parts are written: as Office Math or as MathML. */
export interface Notation {
  readonly text: (text: string) => string;
  readonly fraction: (above: string, below: string) => string;
  readonly below: (base: string, index: string) => string;
}

export const omml: Notation = {
  text: (text) => `<m:r><m:t xml:space="preserve">${escaped(text)}</m:t></m:r>`,
  fraction: (above, below) => `<m:f><m:num>${above}</m:num><m:den>${below}</m:den></m:f>`,
  below: (base, index) => `<m:sSub><m:e>${base}</m:e><m:sub>${index}</m:sub></m:sSub>`,
};

export const mathml: Notation = {
  text: (text) =>
    (text.match(/[A-Za-z]+|[\d.]+|\S/g) ?? [])
      .map((part) =>
        /^[A-Za-z]/.test(part)
          ? `<mi>${part}</mi>`
          : /^\d/.test(part)
            ? `<mn>${part}</mn>`
            : `<mo>${escaped(part)}</mo>`,
      )
      .join(""),
  fraction: (above, below) => `<mfrac><mrow>${above}</mrow><mrow>${below}</mrow></mfrac>`,
  below: (base, index) => `<msub>${base}${index}</msub>`,
};

/** The part of LaTeX that the sources use: \frac, indices, \times. */
export const formulaMarkup = (latex: string, notation: Notation): string => {
  let rest = latex.replaceAll("\\times", "×");
  let markup = "";
  const group = (): string => {
    let depth = 0;
    let end = 0;
    do {
      if (rest[end] === "{") depth += 1;
      if (rest[end] === "}") depth -= 1;
      end += 1;
    } while (depth > 0 && end < rest.length);
    const inner = rest.slice(1, end - 1);
    rest = rest.slice(end);
    return inner;
  };
  while (rest) {
    if (rest.startsWith("\\frac")) {
      rest = rest.slice(5);
      const above = formulaMarkup(group(), notation);
      markup += notation.fraction(above, formulaMarkup(group(), notation));
      continue;
    }
    const index = /^([A-Za-z]+)_([A-Za-z0-9])/.exec(rest);
    if (index) {
      markup += notation.below(notation.text(index[1]!), notation.text(index[2]!));
      rest = rest.slice(index[0].length);
      continue;
    }
    const text = /^(?:[A-Za-z]+(?!_)|[^A-Za-z\\]+|.)/s.exec(rest)![0];
    markup += notation.text(text);
    rest = rest.slice(text.length);
  }
  return markup;
};
