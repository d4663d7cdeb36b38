import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogue, fromShape, MillwrightError } from "./errors.ts";

test("fills both sentences from the details", () => {
  const error = new MillwrightError("UNKNOWN_ORDER", { id: "WO-9", suggestions: ["WO-1009", "WO-1090"] });
  expect(error.bilingual.en).toBe("There is no work order WO-9. Did you mean WO-1009, WO-1090?");
  expect(error.bilingual.zh).toContain("WO-1009, WO-1090");
});

test("what a sentence is about has a Chinese name", () => {
  const { bilingual } = new MillwrightError("NOT_FOUND", { kind: "plan proposal", id: "9" });
  expect(bilingual.en).toContain("plan proposal 9");
  expect(bilingual.zh).toContain("计划提案 9");
  expect(new MillwrightError("NOT_FOUND", { kind: "gadget", id: "9" }).bilingual.zh).toContain("gadget 9");
});

test("a reason that is known has a Chinese sentence too", () => {
  const { bilingual } = new MillwrightError("DATA_DIR_UNUSABLE", { dir: "/x", reason: "its disk is full" });
  expect(bilingual.en).toContain("its disk is full");
  expect(bilingual.zh).toContain("磁盘已满");
});

test("a shape survives JSON and comes back as the same error", () => {
  const error = new MillwrightError("LINE_DOWN", { line: "SMT-3", since: "08:00", reason: "feeder" });
  const back = fromShape(JSON.parse(JSON.stringify(error.toShape())));
  expect(back).toMatchObject({ code: "LINE_DOWN", message: error.message, status: 409, retryable: false });
});

test.each(Object.entries(catalogue))("%s names the same details in both languages", (_code, { zh, en }) => {
  const names = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  expect(names(zh)).toEqual(names(en));
});

test("each code of each subject is in the catalogue, and in one subject alone", async () => {
  const files = globSync("errors/*.ts", { cwd: import.meta.dirname });
  const subjects = await Promise.all(
    files.map(async (file) => Object.entries(await import(join(import.meta.dirname, file)))),
  );
  const codes = subjects
    .flat()
    .filter(([name]) => name.endsWith("Errors"))
    .flatMap(([, entries]) => Object.keys(entries as object));
  expect([...codes, "INTERNAL"].sort()).toEqual(Object.keys(catalogue).sort());
});
