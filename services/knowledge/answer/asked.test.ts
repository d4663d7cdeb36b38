import { expect, test } from "vitest";
import { askedOf, fitsAsked } from "./asked.ts";

const fits = (question: string, text: string) => fitsAsked(askedOf(question), text);

test("how often something is done is told by a frequency", () => {
  expect(fits("液压油多久换一次", "每 6 个月更换")).toBe(1);
  expect(fits("How often is the pH checked?", "pH 8.8 to 9.4, checked weekly.")).toBe(1);
  expect(fits("How often is the pH checked?", "pH 8.8 to 9.4.")).toBeLessThan(0.6);
});

test("a person is told by a name or by a role", () => {
  expect(fits("who has the key", "The key is with Henrik Sousa and his deputy.")).toBe(1);
  expect(fits("断钻谁来判", "残留的板子由品质部 焦明芳 判定")).toBe(1);
  expect(fits("谁批准", "文件批准：何建国，生效 2026")).toBe(1);
  expect(fits("who has the key", "The key is kept in the safe.")).toBeLessThan(0.5);
});

test("a moment is told by a limit, a time or what comes before it", () => {
  expect(fits("微蚀液什么时候换", "铜含量超过 25 g/L 时更换")).toBe(1);
  expect(fits("when must QA be told", "Inform Quality Assurance within 24 hours.")).toBe(1);
});

test("a share is told by percent, people by their number", () => {
  expect(askedOf("冷却液浓度多少").unit?.test("%")).toBe(true);
  expect(askedOf("包装线要几个人").head?.test("定员 (人)")).toBe(true);
});

test("who is asked about is nobody that is asked for, and a supplier that is spoken of is no maker that is", () => {
  expect(fits("Who stands in for Ingrid Vasko?", "Owner: Ingrid Vasko, SMT process engineer.")).toBeLessThan(
    0.5,
  );
  expect(fits("Who stands in for Ingrid Vasko?", "Ingrid Vasko, deputy Tomasz Reil.")).toBe(1);
  expect(fits("Who is Ingrid Vasko?", "Owner: Ingrid Vasko, SMT process engineer.")).toBe(1);
  expect(askedOf("What do we charge a supplier for a K3 claim?").person).toBeUndefined();
  expect(askedOf("which supplier delivers the heat sinks").person).toBe(true);
});

test("a telephone number has figures enough, and working days are days", () => {
  expect(
    fits("Phone number of Dr Forster?", "Dr Amelie Forster is in the plant from 08:00 to 12:00."),
  ).toBeLessThan(0.5);
  expect(fits("Phone number of Dr Forster?", "Dr Amelie Forster (ext. 4412)")).toBe(1);
  expect(fits("how long is the plan open", "within 5 working days")).toBe(1);
});

test("how often something is done is not how long it takes", () =>
  expect(fits("How long can flux be stored?", "Flux, density 0.81, checked every 4 hours.")).toBeLessThan(
    0.5,
  ));

test("a time says when something is done sooner than what happens if", () => {
  const asked = "when do we check it";
  expect(fits(asked, "The check takes place 3 months after implementation.")).toBe(1);
  expect(fits(asked, "If the check fails, it is reopened.")).toBeLessThan(0.8);
  expect(askedOf("longest training course, in hours").unit?.test("h")).toBe(true);
});
