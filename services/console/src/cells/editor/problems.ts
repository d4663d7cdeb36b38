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

/** What the check says, in Chinese; its English sentences are few and fixed. */
const chinese: readonly (readonly [RegExp, string])[] = [
  [/^(.+) is named twice$/, "$1 重复"],
  [/^(.+) is there twice$/, "$1 重复出现"],
  [/^needs (\d+) rows of \d+ numbers$/, "需要 $1 × $1 个数"],
  [/^has no time to and from (.+)$/, "缺少与 $1 之间的时间"],
  [/^(.+) to itself takes (.+) s, not 0$/, "$1 到自身应为 0，而不是 $2 s"],
  [/^(.+) to (.+) takes (.+) s, by way of (.+) only (.+) s$/, "$1 到 $2 要 $3 s，经 $4 只要 $5 s"],
  [/^there is no zone (.*)$/, "没有互斥区 $1"],
  [/^there is no place (.*)$/, "没有位置 $1"],
  [/^there is no step (.*)$/, "没有步骤 $1"],
  [/^a (.+) has (\d), not (\d)$/, "$1 应有 $2 条手臂，而不是 $3"],
  [/^(.*) is no stay of the recipe and no place$/, "$1 既不是本配方的停留，也不是位置"],
  [/^at most (.+) s after (.+), at least (.+) s$/, "$2 之后至多 $1 s，却要至少 $3 s"],
  [/^a (.+) needs where it takes the unit from$/, "$1 需要写明从哪里取"],
  [/^(.+): the product has no such port$/, "$1：产品没有这个接口"],
  [/^a step that plugs needs a limit of force$/, "插接步骤必须有力限"],
  [/^no robot, or two together, has (.+)$/, "没有机器人（或两台合作）同时具备：$1"],
  [/^no robot that can do it reaches (.+)$/, "能做的机器人都够不到 $1"],
  [/^the steps wait for each other in a circle$/, "步骤互相等待，成了环"],
  [/^the cell has no (.+)$/, "单元没有这种位置：$1"],
  [/^ends with (.+), which comes before (.+)$/, "以 $1 结束，但它在 $2 之前"],
  [/^missing: other stays in a (.+) name theirs$/, "缺少：其他 $1 停留都写明了夹具"],
  [/^letters, digits and _ \. : - only$/, "只能用字母、数字和 _ . : -"],
  [/^.*expected number, .*$/, "请填数字"],
  [/^.*expected int.*$/, "请填整数"],
  [/^Too small: expected string.*$/, "不能为空"],
  [/^Too small: expected array.*$/, "至少要有一项"],
  [/^Too small: expected number to be (.+)$/, "太小：须 $1"],
  [/^Too big: (.+)$/, "太大：$1"],
];

export const toldProblem = (problem: string, language: Language): string => {
  if (language === "en") return problem;
  const found = chinese.find(([pattern]) => pattern.test(problem));
  return found ? problem.replace(found[0], found[1]) : problem;
};
