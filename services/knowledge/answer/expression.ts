type Token =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name" | "sign"; readonly text: string };

const lexer = /\s*(?:(\d+(?:\.\d+)?)|([\p{L}][\p{L}]*(?:_[\p{L}\p{N}]+|\d)?)|([-+−×·*/÷^(),]))/uy;

const tokensOf = (text: string): Token[] | undefined => {
  const tokens: Token[] = [];
  lexer.lastIndex = 0;
  while (lexer.lastIndex < text.length) {
    if (/^\s*$/.test(text.slice(lexer.lastIndex))) break;
    const match = lexer.exec(text);
    if (!match) return undefined;
    if (match[1] !== undefined) tokens.push({ kind: "number", value: Number(match[1]) });
    else if (match[2] !== undefined) tokens.push({ kind: "name", text: match[2] });
    else tokens.push({ kind: "sign", text: match[3]! });
  }
  return tokens;
};

/** An arithmetic expression of a document: numbers, names, + - × / ^, brackets, sqrt, π; what stands side by side is multiplied. */
export interface Expression {
  readonly names: ReadonlySet<string>;
  /** NaN when a name has no value. */
  evaluate(values: ReadonlyMap<string, number>): number;
}

type Node = (values: ReadonlyMap<string, number>) => number;

const startsOperand = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind !== "sign" || token.text === "(");

/** "S x O x D": the letter between two others, with room about it, is a sign. */
const letterTimes = /(?<=[\p{L}\p{N})])\s+[xX]\s+(?=[\p{L}\p{N}(])/gu;

/** @returns undefined for what is no such expression. */
export const parseExpression = (text: string): Expression | undefined => {
  const tokens = tokensOf(text.replace(letterTimes, " × "));
  if (!tokens || tokens.length === 0) return undefined;
  const names = new Set<string>();
  let at = 0;
  const sign = (...texts: string[]) => {
    const token = tokens[at];
    if (token?.kind !== "sign" || !texts.includes(token.text)) return undefined;
    at += 1;
    return token.text;
  };
  const primary = (): Node | undefined => {
    const token = tokens[at];
    if (!token) return undefined;
    if (token.kind === "number") {
      at += 1;
      return () => token.value;
    }
    if (token.kind === "name") {
      at += 1;
      if (token.text === "sqrt" && sign("(")) {
        const inner = sum();
        return inner && sign(")") ? (values) => Math.sqrt(inner(values)) : undefined;
      }
      if (token.text === "pi" || token.text === "π") return () => Math.PI;
      names.add(token.text);
      return (values) => values.get(token.text) ?? Number.NaN;
    }
    if (sign("(")) {
      const inner = sum();
      return inner && sign(")") ? inner : undefined;
    }
    if (sign("-", "−")) {
      const inner = power();
      return inner && ((values) => -inner(values));
    }
    return undefined;
  };
  const power = (): Node | undefined => {
    const base = primary();
    if (!base || !sign("^")) return base;
    const exponent = power();
    return exponent && ((values) => base(values) ** exponent(values));
  };
  const chain = (part: () => Node | undefined, ...operators: string[]): Node | undefined => {
    let left = part();
    for (let operator = left && sign(...operators); operator; operator = sign(...operators)) {
      const [before, right] = [left!, part()];
      if (!right) return undefined;
      const divides = /[/÷]/.test(operator);
      const adds = operator === "+";
      const takes = /[-−]/.test(operator);
      left = (values) => {
        const [a, b] = [before(values), right(values)];
        return divides ? a / b : adds ? a + b : takes ? a - b : a * b;
      };
    }
    return left;
  };
  /** "2 a b": what stands side by side belongs closer together than what a sign parts. */
  const beside = (): Node | undefined => {
    let left = power();
    while (left && startsOperand(tokens[at])) {
      const [before, right] = [left, power()];
      if (!right) return undefined;
      left = (values) => before(values) * right(values);
    }
    return left;
  };
  const product = () => chain(beside, "×", "·", "*", "/", "÷");
  const sum = (): Node | undefined => chain(product, "+", "-", "−");
  const root = sum();
  return root && at === tokens.length ? { names, evaluate: root } : undefined;
};
