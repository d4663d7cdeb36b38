import { chineseOf } from "../../../../core/errors/chinese.ts";
import type { CellProblemFound } from "../../../../protocols/cell/check.ts";
import type { CellDescription } from "../../../../protocols/cell/description.ts";
import type { Language } from "../../lib/language.ts";

/** What a list's items are called by in the paths of problems. */
const nameOf = (item: unknown): string | undefined => {
  const { id, product } = (item ?? {}) as { readonly id?: unknown; readonly product?: unknown };
  const name = id ?? product;
  return typeof name === "string" ? name : undefined;
};

/**
 * The path of a problem with the names of things in place of their numbers: the form's checks count
 * (`cell.places.3.x`), the cell's name (`cell.places.TEST-A1.zone`).
 */
export const namedPath = (path: string, description: CellDescription): string => {
  let at: unknown = description;
  return path
    .split(".")
    .map((part) => {
      const item = Array.isArray(at)
        ? (at as unknown[])[Number(part)]
        : (at as Record<string, unknown> | undefined)?.[part];
      const isList = Array.isArray(at);
      at = item;
      return isList ? (nameOf(item) ?? part) : part;
    })
    .join(".");
};

/** Those at a field; with `deep`, at what is inside of it too. */
export const problemsAt = (
  problems: readonly CellProblemFound[],
  path: string,
  deep = false,
): readonly CellProblemFound[] =>
  problems.filter((one) => one.path === path || (deep && one.path.startsWith(`${path}.`)));

export const toldProblem = (problem: string, language: Language): string =>
  language === "zh" ? chineseOf(problem) : problem;
