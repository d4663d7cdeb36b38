import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { RepairCase } from "../../agents/repair/expert/case.ts";
import { createRepairModel } from "../../agents/repair/expert/model.ts";
import { type Forecast, type Score, scoreOf } from "../../agents/repair/expert/score.ts";
import { nextStep } from "../../agents/repair/expert/troubleshoot.ts";
import type { WrittenCase } from "../../simulators/faults/history.ts";
import { type Forecaster, fixedOrder, mostFrequent, nearest } from "./repair/baselines.ts";
import { catalogues, labelled, plantOf, symptomsOf, unseen } from "./repair/cases.ts";
import {
  byHand,
  type Course,
  expertPolicy,
  followPolicy,
  type Policy,
  rankedPolicy,
  rates,
} from "./repair/policies.ts";
import { printTable } from "./table.ts";

/**
 * The repair expert beside simpler ways, on a simulated plant: forecasts on units that failed after those that were learnt
 * from, on products that were never seen, a learning curve, and whole repairs. `--quick` leaves the largest history out, `--only` names the parts:
 * forecasts, unseen, curve, courses.
 */
const { values } = parseArgs({
  options: { quick: { type: "boolean" }, only: { type: "string" }, json: { type: "string" } },
});

const seeds = [101, 102, 103] as const;
const tested = 1_000;
const sizes = values.quick ? [100, 1_000, 3_000] : [100, 1_000, 3_000, 30_000];
const usual = 3_000;
const out: Record<string, unknown> = { node: process.version, date: new Date().toISOString().slice(0, 10) };

const firstRun = ({ unit, repairs }: WrittenCase) => symptomsOf(unit, repairs[0]!.before);
const cases = (written: readonly WrittenCase[]) => written.map(labelled).filter((one) => one !== undefined);

const expert = (): Forecaster & { readonly model: ReturnType<typeof createRepairModel> } => {
  const model = createRepairModel(catalogues);
  return { model, learn: model.learn, posterior: (symptoms) => model.posterior({ symptoms }) };
};
const forecasters: Readonly<Record<string, () => Forecaster>> = {
  expert,
  "15 nearest cases": () => nearest(15),
  "5 nearest cases": () => nearest(5),
  "fixed order": fixedOrder,
  "most frequent": mostFrequent,
};

/** @param truthOf What the forecast is held against: what was really wrong, or what was written down. */
const forecast = (
  of: Forecaster,
  units: readonly WrittenCase[],
  truthOf: (one: WrittenCase) => string | undefined,
): Score =>
  scoreOf(
    units.flatMap((one): Forecast[] => {
      const truth = truthOf(one);
      return truth === undefined ? [] : [{ posterior: of.posterior(firstRun(one)), truth }];
    }),
  );
const really = ({ unit }: WrittenCase) => unit.cause.id;
const written = (one: WrittenCase) => labelled(one)?.cause;

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) => {
  printTable(head, rows);
  console.log("");
};
const scoreHead = ["top 1", "top 3", "top 5", "Brier", "log loss", "calibration error"];
const average = (scores: readonly Score[]): Score =>
  Object.fromEntries(
    (Object.keys(scores[0]!) as (keyof Score)[]).map((key) => [key, mean(scores.map((score) => score[key]))]),
  ) as unknown as Score;
const scoreRow = ({ top1, top3, top5, brier, logLoss, calibration }: Score) => [
  ...[top1, top3, top5].map(percent),
  ...[brier, logLoss, calibration].map((value) => value.toFixed(3)),
];

const plantsOf = () =>
  seeds.map((seed) => {
    const { plant, written: all } = plantOf(seed, usual + tested);
    return { plant, all, train: cases(all.slice(0, usual)), test: all.slice(usual) };
  });
type Plants = ReturnType<typeof plantsOf>;
const taught = (make: () => Forecaster, train: readonly RepairCase[]) => {
  const made = make();
  for (const one of train) made.learn(one);
  return made;
};

const forecasts = (plants: Plants) => {
  console.log(
    `### Forecasts, ${usual} repairs learnt, ${tested} later units, ${seeds.length} plants, against what was really wrong\n`,
  );
  const byName = Object.entries(forecasters).map(([name, make]) => {
    const scores = plants.map(({ train, test }) => forecast(taught(make, train), test, really));
    return [name, average(scores)] as const;
  });
  out["forecasts"] = Object.fromEntries(byName);
  table(
    ["", ...scoreHead],
    byName.map(([name, score]) => [name, ...scoreRow(score)]),
  );

  const noise = mean(
    plants.map(({ all }) =>
      mean(all.flatMap((one) => (written(one) ? [written(one) === really(one) ? 0 : 1] : []))),
    ),
  );
  const againstRecord = average(
    plants.map(({ train, test }) => forecast(taught(expert, train), test, written)),
  );
  console.log(`Against what technicians wrote down (${percent(noise)} of it is wrong):\n`);
  out["againstRecord"] = againstRecord;
  table(["", ...scoreHead], [["expert", ...scoreRow(againstRecord)]]);
};

const unseenProducts = (plants: Plants) => {
  console.log("### Products that were never seen\n");
  const isUnseen = ({ unit }: WrittenCase) => unseen.includes(unit.product);
  const onUnseen = Object.entries(forecasters).map(([name, make]) => {
    const scores = plants.map(({ all }) =>
      forecast(taught(make, cases(all.filter((one) => !isUnseen(one)))), all.filter(isUnseen), really),
    );
    return [name, average(scores)] as const;
  });
  out["unseen"] = Object.fromEntries(onUnseen);
  table(
    ["", ...scoreHead],
    onUnseen.map(([name, score]) => [name, ...scoreRow(score)]),
  );
};

const learningCurve = () => {
  console.log("### Learning curve (expert, first plant)\n");
  const most = Math.max(...sizes);
  const long = plantOf(seeds[0], most + tested);
  const later = long.written.slice(most);
  const curve = sizes.map((size) => {
    const { model, ...made } = expert();
    const [first] = later;
    for (const one of cases(long.written.slice(most - size, most))) made.learn(one);
    model.posterior({ symptoms: firstRun(first!) });
    const start = performance.now();
    const score = forecast(made, later, really);
    const diagnoseMs = (performance.now() - start) / later.length;
    const stepStart = performance.now();
    const some = later.slice(0, 50);
    for (const one of some) {
      const symptoms = firstRun(one);
      const { actions, checks } = model.catalogueOf(symptoms.family)!;
      nextStep(model.posterior({ symptoms }), {
        actions,
        checks,
        rates,
        finds: model.finds,
        lasts: model.lasts,
      });
    }
    return { size, score, diagnoseMs, adviseMs: (performance.now() - stepStart) / some.length };
  });
  out["curve"] = curve;
  table(
    ["repairs learnt", ...scoreHead, "ms a diagnosis", "with next step"],
    curve.map(({ size, score, diagnoseMs, adviseMs }) => [
      String(size),
      ...scoreRow(score),
      diagnoseMs.toFixed(1),
      adviseMs.toFixed(1),
    ]),
  );
};

const wholeRepairs = (plants: Plants) => {
  console.log(`### Whole repairs, ${usual} learnt, ${tested} later units, ${seeds.length} plants\n`);
  const repaired = (courseOf: (one: WrittenCase, index: number) => Course) => {
    const courses = plants.flatMap(({ test }, index) => test.map((one) => courseOf(one, index)));
    const share = (is: (course: Course) => boolean) => mean(courses.map((course) => (is(course) ? 1 : 0)));
    return {
      cost: mean(courses.map(({ cost }) => cost)),
      minutes: mean(courses.map(({ minutes }) => minutes)),
      steps: mean(courses.map(({ steps }) => steps)),
      firstTime: share(({ repairs, scrapped, returned }) => repairs === 1 && !scrapped && !returned),
      second: share(({ repairs }) => repairs >= 2),
      third: share(({ repairs }) => repairs >= 3),
      returned: share(({ returned }) => returned),
      noFaultFound: share(({ noFaultFound }) => noFaultFound),
      missed: share(({ missed }) => missed),
      scrapped: share(({ scrapped }) => scrapped),
    };
  };
  const by = (policyOf: (train: readonly RepairCase[]) => Policy) => {
    const policies = plants.map(({ train }) => policyOf(train));
    return repaired(({ unit, repairs }, index) =>
      followPolicy(plants[index]!.plant, policies[index]!, unit, repairs[0]!.before),
    );
  };
  const modelOf = (train: readonly RepairCase[]) => {
    const { model, learn } = expert();
    for (const one of train) learn(one);
    return model;
  };
  const courses = {
    "expert, with looks": by((train) => expertPolicy(modelOf(train), true)),
    "expert, repairs only": by((train) => expertPolicy(modelOf(train), false)),
    "15 nearest cases, by cost": by((train) =>
      rankedPolicy(
        taught(() => nearest(15), train),
        true,
      ),
    ),
    "fixed order": by((train) => rankedPolicy(taught(fixedOrder, train), false)),
    "most frequent, by cost": by((train) => rankedPolicy(taught(mostFrequent, train), true)),
    "people alone": repaired(byHand),
  };
  out["courses"] = courses;
  table(
    [
      "",
      "cost",
      "minutes",
      "steps",
      "right first time",
      "2+ repairs",
      "3+ repairs",
      "came back",
      "no fault found",
      "fault missed",
      "scrapped",
    ],
    Object.entries(courses).map(([name, { cost, minutes, steps, ...shares }]) => [
      name,
      cost.toFixed(0),
      minutes.toFixed(0),
      steps.toFixed(2),
      ...Object.values(shares).map(percent),
    ]),
  );
};

const parts: Readonly<Record<string, (plants: () => Plants) => void>> = {
  forecasts: (plants) => forecasts(plants()),
  unseen: (plants) => unseenProducts(plants()),
  curve: () => learningCurve(),
  courses: (plants) => wholeRepairs(plants()),
};
const wanted = values.only?.split(",") ?? Object.keys(parts);
let made: Plants | undefined;
for (const name of wanted) {
  const part = parts[name];
  if (!part) throw new Error(`--only ${name}: parts are ${Object.keys(parts).join(", ")}`);
  part(() => {
    made ??= plantsOf();
    return made;
  });
}
if (values.json) await writeFile(values.json, `${JSON.stringify(out, null, 2)}\n`);
