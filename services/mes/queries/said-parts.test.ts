import { expect, test } from "vitest";
import { saidParts } from "./said-parts.ts";

test("words and rows of words may be names, pieces of words may not", () => {
  const parts = saidParts("When does Harbour Telecom get it?");
  expect(parts).toContain("harbour telecom");
  expect(parts).toContain("telecom");
  expect(parts).not.toContain("arbour");
  expect(parts.every((part) => part === part.trim())).toBe(true);
});

test("between Chinese signs a name may begin and end anywhere", () => {
  const parts = saidParts("滨江通信的订单，电感2.2uH还有吗");
  expect(parts).toContain("滨江通信");
  expect(parts).toContain("电感");
  expect(parts).toContain("2.2uh");
});
