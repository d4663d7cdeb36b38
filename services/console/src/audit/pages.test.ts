import { expect, test } from "vitest";
import { type Pages, pagesOf, withPage, withProblem } from "./pages.ts";

const page = (rows: readonly string[], endCursor: string | null) => ({
  edges: rows.map((node) => ({ node })),
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
});
const problem = { zh: "无", en: "no" };

test("a list whose filter is new has no row, no next page and no problem of the former one, also when it does not load", () => {
  const former: Pages<string> = withPage(undefined, "zhang", page(["1", "2"], "c"), true);
  expect(pagesOf(former, "li")).toEqual({ asked: "li", rows: undefined, cursor: null, problem: undefined });
  expect(withProblem(former, "li", problem)).toEqual({ asked: "li", rows: undefined, cursor: null, problem });
  expect(pagesOf(withProblem(former, "zhang", problem), "li").problem).toBeUndefined();
});

test("a page goes behind the others, one that does not come takes nothing away, and the first begins anew", () => {
  const first = withPage<string>(undefined, "zhang", page(["1", "2"], "c"), true);
  expect(withProblem(first, "zhang", problem)).toEqual({ ...first, problem });
  expect(withPage(first, "zhang", page(["3"], null), false)).toMatchObject({
    rows: ["1", "2", "3"],
    cursor: null,
  });
  expect(withPage(first, "zhang", page(["0"], "b"), true)).toMatchObject({ rows: ["0"], cursor: "b" });
});
