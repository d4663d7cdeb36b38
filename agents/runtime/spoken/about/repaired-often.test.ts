import { expect, test } from "vitest";
import { repairsAtLeast } from "./repaired-often.ts";

test.each([
  ["返修三次以上几块", 3],
  ["修过两次以上的有哪些", 2],
  ["维修超过三次的板子有几块", 4],
  ["which boards were repaired three times or more", 3],
  ["how many units fixed more than 2 times", 3],
  ["any board reworked 3+ times", 3],
] as const)("%s asks of %d repairs and more", (text, times) => expect(repairsAtLeast(text)).toBe(times));
test.each([
  "三次返修率",
  "现在还有几块板等修",
  "今天修了几块",
  "how many did we fix today",
  "SMT-2这条线修了三次几个小时",
  "这周返修几块",
])("%s asks of no number", (text) => expect(repairsAtLeast(text)).toBeUndefined());
