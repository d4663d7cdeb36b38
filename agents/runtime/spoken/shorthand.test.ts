import { expect, test } from "vitest";
import { writtenOut } from "./shorthand.ts";

test.each([
  ["did we hit the number yday", "did we hit the number yesterday"],
  ["what if we lose SMT-5 tmrw morning", "what if we lose SMT-5 tomorrow morning"],
  ["what happend last nite arnd 2am", "what happend last night around 2am"],
  ["do we have enuf oven slots next wk", "do we have enough oven slots next week"],
  ["agv2 n agv4", "agv2 and agv4"],
  ["sry SMT-3", "sorry SMT-3"],
])("%s", (short, long) => expect(writtenOut(short)).toBe(long));

test.each(["WO-1042 n/a", "SN-26003001", "n78 filter", "把 WO-1042 下达", "option N"])(
  "%s stays as it is",
  (text) => expect(writtenOut(text)).toBe(text),
);
