import { expect, test } from "vitest";
import { edited, isOutdated, leftOf, ownOf, type Stored, saved } from "./draft.ts";
import type { Definition } from "./types.ts";

const stored = (version: number, zh: string): Stored => ({
  version,
  definition: { name: { zh, en: "" }, trigger: { kind: "hand" }, steps: [] } satisfies Definition,
});

test("what is not saved stays when somebody else saves the playbook, and that is told", () => {
  const draft = edited(undefined, stored(1, "a"), ["name", "zh"], "mine");
  const theirs = stored(2, "theirs");
  expect(ownOf(draft, theirs)?.definition.name.zh).toBe("mine");
  expect([isOutdated(draft, stored(1, "a")), isOutdated(draft, theirs)]).toEqual([false, true]);
  const more = edited(draft, theirs, ["name", "en"], "more");
  expect(more.definition.name).toEqual({ zh: "mine", en: "more" });
  expect(isOutdated(more, theirs)).toBe(true);
});

test("what was saved is shown until it is stored, and then gives way to it and to later versions", () => {
  const before = stored(1, "a");
  const draft = saved(edited(undefined, before, ["name", "zh"], "mine").definition, before);
  expect(ownOf(draft, before)?.definition.name.zh).toBe("mine");
  expect(ownOf(draft, stored(2, "mine"))).toBeUndefined();
  expect(isOutdated(draft, stored(3, "theirs"))).toBe(false);
  expect(isOutdated(edited(draft, before, ["name", "zh"], "again"), stored(2, "mine"))).toBe(false);
});

test("what is changed while the draft is being saved is still to be saved, upon what was sent", () => {
  const before = stored(1, "a");
  const draft = edited(undefined, before, ["name", "zh"], "mine");
  const sent = saved(draft.definition, before);
  expect(leftOf(draft, sent)).toBeUndefined();
  const more = edited(draft, before, ["name", "en"], "more");
  expect(leftOf(more, sent)).toEqual({ ...more, version: 2 });
  expect(isOutdated(leftOf(more, sent), stored(2, "mine"))).toBe(false);
});
