import { expect, test } from "vitest";
import { asksForPastSetUps, asksForPlannedSetUps } from "./set-up.ts";

test.each([
  "上周换线换了多少次",
  "换线做了几次",
  "昨天总共几次换型",
  "how many changeovers did SMT-2 have last week",
])("%s asks how many set-ups there were", (sentence) => {
  expect([asksForPastSetUps(sentence), asksForPlannedSetUps(sentence)]).toEqual([true, false]);
});

test.each(["SMT-2今天要换几次线", "how many set-ups will there be tomorrow"])(
  "%s asks how many there are to be",
  (sentence) => {
    expect([asksForPastSetUps(sentence), asksForPlannedSetUps(sentence)]).toEqual([false, true]);
  },
);
