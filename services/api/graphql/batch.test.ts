import { expect, test } from "vitest";
import { together } from "./batch.ts";
import type { GraphContext } from "./builder.ts";

test("rows of one request are asked for at once, those of two apart, and what was asked later anew", async () => {
  const asked: (readonly number[])[] = [];
  const squareOf = together<number, number>(async (_db, keys) => {
    asked.push(keys);
    return new Map(keys.filter((key) => key > 0).map((key) => [key, key * key]));
  });
  const [one, other] = [{} as GraphContext, {} as GraphContext];
  const answers = await Promise.all([
    squareOf(one, 2),
    squareOf(one, 3),
    squareOf(one, 2),
    squareOf(other, 4),
    squareOf(one, -1),
  ]);
  expect(answers).toEqual([4, 9, 4, 16, undefined]);
  expect(asked).toEqual([[2, 3, -1], [4]]);
  expect(await squareOf(one, 3)).toBe(9);
  expect(asked).toHaveLength(3);
});

test("what the data store fails at fails every row, and the next request asks again", async () => {
  let isAway = true;
  const find = together<string, string>(async (_db, keys) => {
    if (isAway) throw new Error("away");
    return new Map(keys.map((key) => [key, key]));
  });
  const context = {} as GraphContext;
  const both = await Promise.allSettled([find(context, "a"), find(context, "b")]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isAway = false;
  expect(await find(context, "a")).toBe("a");
});
