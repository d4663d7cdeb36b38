/** A sum of terms, a factor and the place of its variable each. */
export type Terms = (readonly [factor: number, variable: number])[];

interface Variable {
  readonly name: string;
  /** Values run from 0 to this, whole ones only. */
  readonly most: number;
  readonly cost: number;
}

interface Row {
  readonly terms: Terms;
  readonly least: number;
  readonly most: number;
}

/** What is to be minimised in whole numbers under linear rules: an integer linear program. */
export interface MixedProgram {
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
  /** Cost that no choice changes. */
  readonly constant: number;
}

export const createProgram = () => {
  const variables: Variable[] = [];
  const rows: Row[] = [];
  let constant = 0;
  return {
    /** A whole number from 0 to `most`; gives its place. */
    whole: (name: string, cost: number, most = Number.POSITIVE_INFINITY): number =>
      variables.push({ name, cost, most }) - 1,
    atMost: (terms: Terms, most: number): void => {
      rows.push({ terms, least: Number.NEGATIVE_INFINITY, most });
    },
    exactly: (terms: Terms, value: number): void => {
      rows.push({ terms, least: value, most: value });
    },
    pay: (cost: number): void => {
      constant += cost;
    },
    end: (): MixedProgram => ({ variables, rows, constant }),
  };
};

/** In the LP format, which other solvers read. */
export const tellProgram = ({ variables, rows, constant }: MixedProgram): string => {
  const tell = (terms: Terms): string =>
    terms
      .map(([factor, at]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${variables[at]!.name}`)
      .join("\n  ");
  const costs: Terms = variables.flatMap(({ cost }, at) => (cost === 0 ? [] : [[cost, at] as const]));
  const named = (binary: boolean) =>
    variables.filter(({ most }) => (most === 1) === binary).map(({ name }) => name);
  return [
    "minimize",
    ` cost: ${tell(costs)} + ${constant} one`,
    "subject to",
    ...rows.map(
      ({ terms, least, most }, at) => ` r${at}: ${tell(terms)} ${least === most ? "=" : "<="} ${most}`,
    ),
    "bounds",
    " one = 1",
    "general",
    ...named(false),
    "binary",
    ...named(true),
    "end",
    "",
  ].join("\n");
};
