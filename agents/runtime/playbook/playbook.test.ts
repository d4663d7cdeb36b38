import fc from "fast-check";
import { expect, test } from "vitest";
import "../../../test/support/property.ts";
import { createZone, plantZone, setPlantZone } from "../../../services/core/zone.ts";
import { checkPlaybook, circleOf, rolesNeeded } from "./check.ts";
import { argument, filled, holds, told } from "./facts.ts";
import { everyStep, type Playbook, playbookForm, type Step } from "./model.ts";
import { nextStep, type StepState } from "./next.ts";
import { dueTimes } from "./trigger.ts";

const text = { zh: "好", en: "good" };
const base: Playbook = {
  name: text,
  language: "en",
  trigger: { kind: "event", type: "equipment.state", where: [] },
  conditions: [],
  steps: [{ do: "notify", id: "tell", role: "planner", text }],
  limits: { atOnce: 1, cooldownMinutes: 0 },
};
const problemsOf = (change: object) => checkPlaybook({ ...base, ...change }).problems;
const pathsOf = (change: object) => problemsOf(change).map(({ path }) => path);

/** Any tree of steps, every one with a name of its own. */
const anySteps: fc.Arbitrary<Step[]> = fc
  .letrec<{ list: ("leaf" | { yes: unknown[]; no: unknown[] })[] }>((tie) => ({
    list: fc.array(
      fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constant("leaf" as const),
        fc.record({ yes: tie("list"), no: tie("list") }),
      ),
      { maxLength: 4 },
    ) as fc.Arbitrary<("leaf" | { yes: unknown[]; no: unknown[] })[]>,
  }))
  .list.map((shape) => {
    let count = 0;
    const build = (list: readonly unknown[]): Step[] =>
      list.map((one) => {
        count += 1;
        const id = `s${count}`;
        if (one === "leaf") return { do: "notify", id, role: "planner", text };
        const { yes, no } = one as { yes: unknown[]; no: unknown[] };
        return { do: "branch", id, when: [], yes: build(yes), no: build(no) };
      });
    return build(shape);
  });

test("a run does each step of its way once, in order, and comes to an end", () => {
  fc.assert(
    fc.property(anySteps, fc.func(fc.boolean()), (steps, takes) => {
      const states = new Map<string, StepState>();
      const done: string[] = [];
      for (let step = nextStep(steps, states); step; step = nextStep(steps, states)) {
        expect(states.has(step.id)).toBe(false);
        done.push(step.id);
        const outcome = step.do === "branch" ? (takes(step.id) ? "yes" : "no") : "told";
        states.set(step.id, { status: "Done", outcome });
      }
      const wayOf = (list: readonly Step[]): string[] =>
        list.flatMap((step) => [
          step.id,
          ...(step.do === "branch" ? wayOf(takes(step.id) ? step.yes : step.no) : []),
        ]);
      expect(done).toEqual(wayOf(steps));
      expect(done.length).toBeLessThanOrEqual(everyStep(steps).length);
    }),
  );
});

test("a step that waits or failed stays the next one", () => {
  const steps = base.steps;
  for (const status of ["Waiting", "Failed"] as const)
    expect(nextStep(steps, new Map([["tell", { status, outcome: null }]]))?.id).toBe("tell");
});

test("the check answers anything with places and remedies, and never throws", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const { problems } = checkPlaybook(value);
      for (const { path, message } of problems) {
        expect(typeof path).toBe("string");
        expect(message.zh && message.en).toBeTruthy();
      }
    }),
  );
  expect(checkPlaybook(base).playbook).toEqual(base);
});

test("what is wrong is told at its place", () => {
  const notify = (said: string, id = "tell"): Step => ({
    do: "notify",
    id,
    role: "planner",
    text: { zh: said, en: said },
  });
  expect(pathsOf({ steps: [] })).toEqual(["steps"]);
  expect(pathsOf({ steps: [notify("{later.text}")] })).toEqual(["steps.0.text.zh", "steps.0.text.en"]);
  expect(pathsOf({ steps: [notify("a"), notify("b")] })).toEqual(["steps.1.id"]);
  const look = (args: object) => ({ steps: [{ do: "read", id: "look", tool: "order_status", args }] });
  expect(pathsOf(look({}))).toEqual(["steps.0.args.order"]);
  expect(pathsOf(look({ order: "{event.order}", wheel: "1" }))).toEqual(["steps.0.args.wheel"]);
  expect(pathsOf(look({ order: "{event.order}" }))).toEqual([]);
  const repair = { do: "propose", id: "repair", tool: "adopt_repair", args: {} };
  expect(pathsOf({ steps: [repair] })).toEqual(["steps.0.of"]);
  expect(pathsOf({ steps: [{ ...repair, do: "shout" }] })).toEqual(["steps.0.do"]);
  // What one side of a branch finds is not known after it.
  const inside = {
    do: "branch",
    id: "side",
    when: [{ fact: "event.line", is: "known" }],
    yes: [{ do: "read", id: "plan", tool: "plan_status", args: {} }],
    no: [],
  };
  expect(pathsOf({ steps: [inside, notify("{plan.text}")] })).toEqual(["steps.1.text.zh", "steps.1.text.en"]);
});

test("a playbook that would start itself, or others that start it again, is found", () => {
  const replans = { do: "propose" as const, id: "replan", tool: "make_plan" as const, args: {} };
  const onPlan = { kind: "event" as const, type: "plan.created", where: [] };
  expect(pathsOf({ trigger: onPlan, steps: [replans] })).toEqual(["trigger.type"]);
  const holding = {
    ...base,
    trigger: onPlan,
    steps: [{ do: "propose" as const, id: "hold", tool: "hold_order" as const, args: { order: "WO-1" } }],
  };
  const planning = {
    ...base,
    trigger: { kind: "event" as const, type: "order.held", where: [] },
    steps: [replans],
  };
  expect(circleOf(planning, [{ name: "holding", playbook: holding }])).toEqual(["holding"]);
  expect(circleOf(planning, [{ name: "base", playbook: base }])).toBeUndefined();
  expect(rolesNeeded(planning)).toEqual([["planner"]]);
  expect(rolesNeeded(holding)).toEqual([["dispatcher"]]);
});

test("conditions compare numbers as numbers, and nothing holds of what is not known but that it is not something", () => {
  const facts = { "a.n": 10, "a.s": "SMT-2", "a.b": true, "a.z": null };
  const is = (
    fact: string,
    how: "is" | "above" | "below" | "oneOf" | "known" | "isNot",
    value?: string | number | boolean,
  ) => holds({ fact, is: how, ...(value === undefined ? {} : { value }) }, facts);
  expect(is("a.n", "above", "9")).toBe(true);
  expect(is("a.n", "below", 9)).toBe(false);
  expect(is("a.s", "oneOf", "SMT-1, SMT-2")).toBe(true);
  expect(is("a.s", "is", "{a.s}")).toBe(true);
  expect(is("a.b", "is", true)).toBe(true);
  expect(is("a.z", "known")).toBe(false);
  expect(is("a.z", "above", 0) || is("a.z", "below", 0) || is("a.x", "is", "")).toBe(false);
  expect(is("a.x", "isNot", "1")).toBe(true);
  expect(argument("{a.n}", facts)).toBe(10);
  expect(filled("{a.s}: {a.x}", facts, "en")).toBe("SMT-2: ⟨a.x⟩");
  expect(told({ zh: "", en: "{a.s}" }, facts)).toEqual({ zh: "SMT-2", en: "SMT-2" });
});

test("what a step came to is told in words of the language, and compared as it is", () => {
  const facts = { "repair.outcome": "expired", "event.line": "SMT-4" };
  expect(
    told({ zh: "{event.line} 的计划{repair.outcome}", en: "{event.line}: {repair.outcome}" }, facts),
  ).toEqual({ zh: "SMT-4 的计划已过期", en: "SMT-4: expired" });
  expect(holds({ fact: "repair.outcome", is: "is", value: "expired" }, facts)).toBe(true);
});

test("why a machine stands is told in words of the language, and given to tools as it is", () => {
  const facts = { "event.reason": "feeder jam", "event.line": "SMT-4" };
  expect(
    told({ zh: "{event.line} 停机（{event.reason}）", en: "{event.line} is down ({event.reason})" }, facts),
  ).toEqual({ zh: "SMT-4 停机（供料器卡料）", en: "SMT-4 is down (feeder jam)" });
  expect(argument("{event.reason}", facts)).toBe("feeder jam");
});

test("a time of the clock is due once a day, also on days that change their clocks", () => {
  const before = plantZone().name;
  setPlantZone("Europe/Berlin");
  try {
    const zone = createZone("Europe/Berlin");
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
    // Clocks go from 03:00 back to 02:00 on 25 October 2026, and from 02:00 to 03:00 on 29 March 2026.
    for (const [day, at, shown] of [
      ["2026-10-25", "02:30", "02:30"],
      ["2026-03-29", "02:30", "03:30"],
      ["2026-03-29", "07:30", "07:30"],
    ] as const) {
      const [from, to] = [zone.momentOf(day), zone.midnight(zone.momentOf(day), 1)];
      // However the hours are cut into looks, it is due once.
      const found = [];
      for (let look = from.getTime(); look < to.getTime(); look += 600_000)
        found.push(
          ...dueTimes({ kind: "time", days: [...days], at }, new Date(look), new Date(look + 600_000)),
        );
      expect(found.map(({ cause }) => cause)).toEqual([`time-${day}T${at}`]);
      expect(zone.dayTimeAt(found[0]!.at)).toEqual({ day, time: shown });
    }
    const weekdays = { kind: "time" as const, days: [...days.slice(0, 5)], at: "07:30" };
    const week = dueTimes(weekdays, zone.momentOf("2026-11-02"), zone.momentOf("2026-11-09"));
    expect(week.map(({ cause }) => cause.slice(5, 15))).toEqual([
      "2026-11-02",
      "2026-11-03",
      "2026-11-04",
      "2026-11-05",
      "2026-11-06",
    ]);
  } finally {
    setPlantZone(before);
  }
});

test("the form is a JSON schema with the words of every field", () => {
  const form = JSON.stringify(playbookForm());
  expect(form).toContain("何时开始");
  expect(form).toContain("When it starts");
});
