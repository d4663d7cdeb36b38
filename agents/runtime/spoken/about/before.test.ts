import { expect, test } from "vitest";
import { asksWhatIsBefore } from "./before.ts";

test.each([
  "1242前面排的啥",
  "它前面是谁",
  "and whats befor it on the line",
  "what runs ahead of 1242",
  "它排在谁后头",
  "which order is it behind, behind what",
  "whats before 1242",
])("%s asks for what comes before", (text) => expect(asksWhatIsBefore(text)).toBe(true));
test.each([
  "1242后面是什么",
  "what is next behind 1242",
  "can it run before 10",
  "put it ahead of 1083",
  "把它排到1083前面",
  "SMT-3下一个做啥",
])("%s does not", (text) => expect(asksWhatIsBefore(text)).toBe(false));
