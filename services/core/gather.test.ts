import { expect, test } from "vitest";
import { gather } from "./gather.ts";

test("what is asked in one turn is answered in one go, each its own, and what is asked after it in another", async () => {
  const questions: (readonly number[])[] = [];
  const double = gather(async (asked: readonly number[]) => {
    questions.push(asked);
    return asked.map((one) => 2 * one);
  });
  expect(await Promise.all([double(1), double(5), double(1)])).toEqual([2, 10, 2]);
  expect(await double(7)).toBe(14);
  expect(questions).toEqual([[1, 5, 1], [7]]);
});

test("what fails is told to all who asked, and may be asked again", async () => {
  let isDown = true;
  const ask = gather(async (asked: readonly string[]) => {
    if (isDown) throw new Error("down");
    return asked;
  });
  const told = await Promise.allSettled([ask("a"), ask("b")]);
  expect(told.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isDown = false;
  expect(await ask("a")).toBe("a");
});
