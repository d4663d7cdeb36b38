import { expect, test } from "vitest";
import { addsPieces, movesDate, saysDue, saysQuantity, timesSaid } from "./change.ts";

test.each([
  ["WO-1042 再加 200 台", 200, 1],
  ["1042 多做 20 台", 20, 1],
  ["add 50 units to WO-1042", 50, 1],
  ["increase WO-1042 by 50 units", 50, 1],
  ["20 more units on 1042", 20, 1],
  ["1042 少做 100 台", 100, -1],
  ["WO-1042 减少了 100 台", 100, -1],
  ["reduce WO-1042 by 100 units", 100, -1],
  ["WO-1042 改成 800 台", 800, undefined],
  ["1188 减到 300 台", 300, undefined],
  ["增加到 800 台", 800, undefined],
  ["reduce WO-1042 to 100 units", 100, undefined],
  ["make WO-1042 800 units", 800, undefined],
] as const)("%s: added or what there is to be", (text, quantity, sign) =>
  expect(addsPieces(text, quantity)).toBe(sign),
);

test.each([
  ["交期推迟三天", 1],
  ["postpone the due date by 3 days", 1],
  ["push it back two days", 1],
  ["交期提前两天", -1],
  ["two days earlier", -1],
  ["交期改三天", undefined],
] as const)("%s: later or sooner", (text, direction) => expect(movesDate(text)).toBe(direction));

test("what is spoken of: how many, the date, or neither", () => {
  const said = (text: string) => [saysQuantity(text), saysDue(text)];
  expect(said("改一下 1042 的数量")).toEqual([true, false]);
  expect(said("1042 交期要改")).toEqual([false, true]);
  expect(said("change the quantity and due date of 1042")).toEqual([true, true]);
  expect(said("改一下 1042")).toEqual([false, false]);
});

test.each([
  ["1188 数量减一半", 0.5],
  ["1035砍一半", 0.5],
  ["cut 1188 in half", 0.5],
  ["1217 翻倍", 2],
  ["double the quantity of WO-1153", 2],
  ["1188 减到 300 台", undefined],
])("%s says by what the quantity is multiplied", (text, times) => expect(timesSaid(text)).toBe(times));
