import { expect, test } from "vitest";
import { createRandomStream } from "../../../simulators/engine/random.ts";
import {
  labelled,
  catalogues as plantCatalogues,
  plantOf,
  symptomsOf,
} from "../../../test/bench/repair/cases.ts";
import type { Catalogue, Measurement, RepairCase } from "./case.ts";
import { createRepairModel } from "./model.ts";
import { scoreOf } from "./score.ts";

const catalogue: Catalogue = {
  family: "RRU",
  causes: ["A", "B", "C"],
  actions: [],
  checks: [
    { id: "x", minutes: 1 },
    { id: "y", minutes: 1 },
  ],
};
const measured = (value: number): Measurement => ({ step: "s", value, lower: -1, upper: 1 });
const one = (id: string, cause: string, rest: Partial<RepairCase> = {}): RepairCase => ({
  id,
  unit: id,
  cause,
  symptoms: { product: "RRU-1", family: "RRU", measurements: [] },
  findings: {},
  before: [],
  ...rest,
});
const ask = { product: "RRU-1", family: "RRU", measurements: [] };

test("with nothing learnt every cause is as probable as the next", () => {
  const posterior = createRepairModel([catalogue]).posterior({ symptoms: ask });
  for (const probability of posterior.values()) expect(probability).toBeCloseTo(1 / 3, 12);
});

test("a family without a catalogue has no causes", () => {
  expect(createRepairModel([catalogue]).posterior({ symptoms: { ...ask, family: "X" } }).size).toBe(0);
});

test("what is found is weighed as Bayes' rule says, worked out by counting cases", () => {
  const random = createRandomStream(5, "world");
  const finds = { A: [0.9, 0.2], B: [0.3, 0.7], C: [0.1, 0.1] } as const;
  const cases = Array.from({ length: 4_000 }, (_, index) => {
    const at = random.uniform();
    const cause = at < 0.5 ? "A" : at < 0.8 ? "B" : "C";
    const [x, y] = finds[cause].map((share) => random.chance(share)) as [boolean, boolean];
    return one(String(index), cause, { findings: { x, y } });
  });
  const model = createRepairModel([catalogue]);
  for (const each of cases) model.learn(each);
  for (const x of [true, false])
    for (const y of [true, false]) {
      const joint = catalogue.causes.map((cause) => {
        const own = cases.filter((each) => each.cause === cause);
        const share = (is: (each: RepairCase) => boolean) => own.filter(is).length / own.length;
        return (
          (own.length / cases.length) *
          share(({ findings }) => findings["x"] === x) *
          share(({ findings }) => findings["y"] === y)
        );
      });
      const all = joint.reduce((sum, each) => sum + each, 0);
      const posterior = model.posterior({ symptoms: ask, findings: { x, y } });
      for (const [index, cause] of catalogue.causes.entries())
        expect(Math.abs(posterior.get(cause)! - joint[index]! / all)).toBeLessThan(0.005);
    }
});

test("probabilities sum to 1, and the order of learning and what was taken back leave no trace", () => {
  const random = createRandomStream(6, "order");
  const cases = Array.from({ length: 200 }, (_, index) => {
    const cause = random.pick(["A", "B", "C"]);
    const value = (cause === "A" ? 2 : cause === "B" ? -2 : 0) + random.normal();
    return one(String(index), cause, { symptoms: { ...ask, measurements: [measured(value)] } });
  });
  const straight = createRepairModel([catalogue]);
  const twisted = createRepairModel([catalogue]);
  for (const each of cases) straight.learn(each);
  for (const each of cases) twisted.learn({ ...each, cause: "C" });
  twisted.learn(one("extra", "B", { findings: { x: true } }));
  twisted.forget("extra");
  for (const each of cases) twisted.learn(each);
  const known = { symptoms: { ...ask, measurements: [measured(1.7)] } };
  const [a, b] = [straight.posterior(known), twisted.posterior(known)];
  expect([...a.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
  for (const [cause, probability] of a) expect(b.get(cause)).toBeCloseTo(probability, 9);
  expect(a.get("A")).toBeGreaterThan(0.6);
});

test("a product that was never seen takes its family's shares, one of its own outweighs them", () => {
  const model = createRepairModel([catalogue]);
  for (let index = 0; index < 60; index += 1) {
    model.learn(one(`f${index}`, "A"));
    model.learn(one(`p${index}`, "B", { symptoms: { ...ask, product: "RRU-2" } }));
    model.learn(one(`q${index}`, "A", { symptoms: { ...ask, product: "RRU-3" } }));
  }
  const of = (product: string, cause: string) =>
    model.posterior({ symptoms: { ...ask, product } }).get(cause)!;
  expect(of("RRU-9", "A")).toBeGreaterThan(0.5);
  expect(of("RRU-2", "B")).toBeGreaterThan(0.9);
});

test("a repair in vain makes its cause less probable, by how often such repairs do not last", () => {
  const model = createRepairModel([catalogue]);
  for (let index = 0; index < 40; index += 1) {
    model.learn(one(`a${index}`, "A", { before: index < 20 ? ["A"] : [] }));
    model.learn(one(`b${index}`, "B"));
  }
  const before = (...tried: string[]) => model.posterior({ symptoms: ask, before: tried });
  expect(model.lasts("A")).toBeLessThan(model.lasts("B"));
  expect(before("B").get("B")).toBeLessThan(0.1);
  expect(before("A").get("A")).toBeGreaterThan(before("B").get("B")!);
  expect(before("A", "A").get("A")).toBeLessThan(before("A").get("A")!);
});

test("on units that failed later its probabilities mean what they say, and it beats the shares of the causes", () => {
  const { written } = plantOf(7, 1_000);
  const model = createRepairModel(plantCatalogues);
  const shares = createRepairModel(plantCatalogues);
  for (const each of written.slice(0, 700)) {
    const known = labelled(each);
    if (!known) continue;
    model.learn(known);
    shares.learn({ ...known, findings: {}, symptoms: { ...known.symptoms, measurements: [] } });
  }
  const held = written
    .slice(700)
    .map(labelled)
    .filter((each) => each !== undefined);
  const score = scoreOf(
    held.map(({ symptoms, cause: truth }) => ({ truth, posterior: model.posterior({ symptoms }) })),
  );
  const blind = scoreOf(
    held.map(({ symptoms, cause: truth }) => ({
      truth,
      posterior: shares.posterior({ symptoms: { ...symptoms, measurements: [] } }),
    })),
  );
  expect(score.calibration).toBeLessThan(0.08);
  expect(score.brier).toBeLessThan(0.5 * blind.brier);
  expect(score.top3).toBeGreaterThan(0.85);
  // What is told of a unit is the one that failed, not what was really wrong with it.
  expect(JSON.stringify(symptomsOf(written[0]!.unit, written[0]!.repairs[0]!.before))).not.toContain(
    "severity",
  );
});
