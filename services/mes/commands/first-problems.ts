/** Mistakes that are told of one description. */
const mostTold = 5;

/** The first mistakes of a description, each with its place. */
export const firstProblems = (
  problems: readonly { readonly path: string; readonly problem: string }[],
): readonly string[] => problems.slice(0, mostTold).map(({ path, problem }) => `${path}: ${problem}`);
