import { expect, test } from "vitest";
import { createLatest } from "./latest.ts";

/** Answers that come when they are told to, as they are taken in. */
const asking = () => {
  const latest = createLatest();
  const shown: string[] = [];
  const ask = (question: string) => {
    const isLatest = latest.begin();
    return () => {
      if (isLatest()) shown.push(question);
    };
  };
  return { latest, shown, ask };
};

test("an answer that comes after one that was asked for later is not shown", () => {
  const { shown, ask } = asking();
  const first = ask("first");
  const second = ask("second");
  second();
  first();
  expect(shown).toEqual(["second"]);
});

test("an answer that comes before a later one is not shown either: the later one is waited for", () => {
  const { shown, ask } = asking();
  const first = ask("first");
  const second = ask("second");
  first();
  second();
  expect(shown).toEqual(["second"]);
});

test("what is left is not answered, and can be asked again", () => {
  const { latest, shown, ask } = asking();
  const first = ask("first");
  latest.giveUp();
  first();
  ask("again")();
  expect(shown).toEqual(["again"]);
});
