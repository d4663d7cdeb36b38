import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogue, fromShape, MillwrightError } from "./errors.ts";

test("fills both sentences from the details", () => {
  const error = new MillwrightError("UNKNOWN_ORDER", { id: "WO-9", suggestions: ["WO-1009", "WO-1090"] });
  expect(error.bilingual.en).toBe("There is no work order WO-9. Did you mean WO-1009, WO-1090?");
  expect(error.bilingual.zh).toContain("WO-1009、WO-1090");
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

test("times are told by the plant's clock, roles and states as people call them, names in the language of the sentence", () => {
  const decided = new MillwrightError("APPROVAL_ALREADY_DECIDED", {
    actor: "zhang.min",
    decision: "Rejected",
    time: "2026-11-27T01:05:09.120Z",
  }).bilingual;
  expect(decided.en).toContain("at 2026-11-27 09:05: Rejected");
  expect(decided.zh).toContain("2026-11-27 09:05 处理：已驳回");
  const refused = new MillwrightError("FORBIDDEN", { role: ["planner", "dispatcher"] }).bilingual;
  expect(refused.en).toContain("a planner or a dispatcher");
  expect(refused.zh).toContain("计划员或调度员");
  const metric = { zh: "直通率", en: "first pass yield" };
  const { bilingual } = new MillwrightError("FIGURE_NOT_KEPT", { metric, dimension: metric, known: metric });
  expect(bilingual.en).toContain("first pass yield is not kept");
  expect(bilingual.zh).toContain("直通率没有");
});

/** Clauses of a sentence: what is wrong, and what to do about it. */
const clauses = (sentence: string) => sentence.split(/[;:.,?] |[。；：，？](?!$)/).filter(Boolean);

test.each(Object.entries(catalogue))(
  "%s is said in both languages, and says how to mend it",
  (code, { zh, en }) => {
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).not.toMatch(/\p{Script=Han}/u);
    // A question and a request are what to do by themselves.
    if (!["MISSING_ARGUMENT", "UNAUTHENTICATED"].includes(code)) {
      expect(clauses(en).length).toBeGreaterThan(1);
      expect(clauses(zh).length).toBeGreaterThan(1);
    }
  },
);

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
  const files = globSync("errors/*.ts", { cwd: import.meta.dirname }).filter(
    (file) => !file.includes(".test."),
  );
  const subjects = await Promise.all(
    files.map(async (file) => Object.entries(await import(join(import.meta.dirname, file)))),
  );
  const codes = subjects
    .flat()
    .filter(([name]) => name.endsWith("Errors"))
    .flatMap(([, entries]) => Object.keys(entries as object));
  expect([...codes, "INTERNAL"].sort()).toEqual(Object.keys(catalogue).sort());
});

test("each code is raised somewhere", async () => {
  const root = join(import.meta.dirname, "../..");
  const sources = globSync("{services,agents,workflows,optimizer,simulators,native}/**/*.{ts,tsx}", {
    cwd: root,
  }).filter((file) => !/node_modules|\.test\.|^services\/core\/errors[/.]/.test(file));
  const words = new Set<string>();
  for (const file of sources)
    for (const [word] of (await readFile(join(root, file), "utf8")).matchAll(/\b[A-Z]+(?:_[A-Z]+)*\b/g))
      words.add(word);
  expect(Object.keys(catalogue).filter((code) => code !== "INTERNAL" && !words.has(code))).toEqual([]);
});
