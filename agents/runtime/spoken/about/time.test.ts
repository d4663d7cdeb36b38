import { expect, test } from "vitest";
import { asksForTime } from "./time.ts";

test.each(["今天是几号", "那现在几点了", "what time is it", "what's the date today?"])(
  "%s asks for the time",
  (text) => expect(asksForTime(text)).toBe(true),
);
test.each(["WO-1042 几号交", "几点能做完", "what time does the shift start"])("%s does not", (text) =>
  expect(asksForTime(text)).toBe(false),
);
