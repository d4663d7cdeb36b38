import { expect, test } from "vitest";
import { saysEveryOrder } from "./every-order.ts";

test("several of those that were told are no single order", () => {
  for (const text of ["头三张一起下了", "前两张都放了", "这几张给我暂停", "一起下了吧"])
    expect([text, saysEveryOrder(text)]).toEqual([text, true]);
  for (const text of ["第三张下了", "这张下了", "下1042"])
    expect([text, saysEveryOrder(text)]).toEqual([text, false]);
});
