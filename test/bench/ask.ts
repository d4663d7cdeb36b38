import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { kindNames } from "../../agents/analyst/figures/dimension-names.ts";
import { valueText } from "../../agents/analyst/figures/tell.ts";
import { metricCause } from "../../agents/analyst/metric-cause.ts";
import { metricTrend } from "../../agents/analyst/metric-trend.ts";
import { metricValue } from "../../agents/analyst/metric-value.ts";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import { metricOf } from "../../agents/runtime/metrics/catalogue.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { shiftNames } from "../../agents/runtime/spoken/asked/shift.ts";
import { dayAsRead } from "../../services/core/said-time.ts";
import { freePort } from "../../services/launcher/ports.ts";
import { startPostgres } from "../../services/launcher/postgres.ts";
import { importRepairHistory } from "../../services/launcher/repair-history.ts";
import { openDatabase } from "../../services/mes/database.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { seedMonth } from "../../services/mes/seed/month/seed-month.ts";
import { seedDemoPlant } from "../../services/mes/seed/seed.ts";
import { type Asked, amountsOf, formulas, loadPlant, type NaivePlant, partsOf } from "./ask/naive.ts";
import { askedAt, type Question, questions } from "./ask/questions.ts";
import { differences, meantAs } from "./ask/reading.ts";
import { median, percentile } from "./statistics.ts";

/**
 * Ask the data: how many questions are read as they are meant, how many answers are what a second, naive reckoning over the
 * raw events gives, and how long an answer takes. `--orders N` makes the month so large; `--json FILE` writes the figures.
 */
const { values } = parseArgs({
  options: { orders: { type: "string" }, json: { type: "string" }, errors: { type: "boolean" } },
});
const orders = Number(values.orders ?? 560);

const folder = await mkdtemp(join(tmpdir(), "millwright-ask-"));
await chmod(folder, 0o755);
const postgres = await startPostgres({
  dataDir: join(folder, "pg"),
  port: await freePort(),
  throwAway: true,
});
const { db, pool, close } = openDatabase(postgres.url, { max: 8 });

const handlers = { value: metricValue, trend: metricTrend, cause: metricCause };

/** What a question means, for the naive reckoning. */
const askedOf = (question: Question, period = meantAs(question)["period"]!): Asked => {
  const [from, to] = period.split("~").map((text) => Date.parse(text)) as [number, number];
  const { lines, kind, product, family, shift } = question.query;
  return { from, to, lines: lines?.split(","), kind, product, family, shift };
};

/** A part as the answer names it; days and hours as they are read. */
const partName = (key: string): string => {
  const [, day, hour] = /^(\d\d-\d\d)( .*)?$/.exec(key) ?? [];
  if (day) return dayAsRead(day, "en") + (hour ?? "");
  return shiftNames[key as "day"]?.en ?? kindNames[key]?.en ?? key;
};

/** The answer by brute force: the value, and the parts in their order. */
const naively = (plant: NaivePlant, question: Question) => {
  const metric = metricOf(question.metric as MetricId);
  const reckon = (asked: Asked) => formulas[metric.id]!(amountsOf(plant, asked));
  const asked = askedOf(question);
  const { split, top, order } = question.query;
  let parts = split
    ? partsOf(plant, split, asked).map(([key, own]) => [partName(key), reckon(own)] as const)
    : [];
  const byTime = ["hour", "shift", "day", "week"].includes(split ?? "");
  if (!byTime)
    parts = parts
      .filter(([, value]) => value !== undefined)
      .sort((a, b) => (order === "low" ? a[1]! - b[1]! : b[1]! - a[1]!));
  if (top) parts = parts.slice(0, Number(top));
  return {
    value: valueText(metric, reckon(asked)).en,
    parts: parts.map(([name, value]) => [name, valueText(metric, value).en] as const),
  };
};

const ask = async (question: Question) => {
  const { lines } = question.query;
  const args = { metric: question.metric as MetricId, line: lines && !lines.includes(",") ? lines : "all" };
  const tool = `metric_${question.tool}` as "metric_value";
  const started = performance.now();
  const result = await handlers[question.tool as "value"]({
    db,
    clock: { now: askedAt, wallMsUntil: () => 0, after: askedAt },
    tool,
    toolCallId: "bench",
    actorId: "zhao.lei",
    args,
    text: question.text,
  });
  return {
    result,
    ms: performance.now() - started,
    invented: [...inventedBy(result, args, "zh"), ...inventedBy(result, args, "en")],
  };
};

/** What is wrong with an answer; undefined where nothing is. */
const check = (
  plant: NaivePlant,
  question: Question,
  { result, invented }: Awaited<ReturnType<typeof ask>>,
): string | undefined => {
  if (invented.length > 0) return `invented ${invented.join(", ")}`;
  const { facts } = result.evidence[0]!;
  if (question.tool === "cause") {
    const now = naively(plant, question).value;
    return facts["value"] === now || !question.query["period"] ? undefined : `${facts["value"]} for ${now}`;
  }
  if (question.tool === "trend") {
    const [from, to] = String(facts["from"]).split(" to ");
    return from && to ? undefined : "no stretch";
  }
  const expected = naively(plant, question);
  if (
    expected.value === "–"
      ? facts["recordedFrom"] === undefined && facts["value"] !== undefined
      : facts["value"] !== expected.value
  ) {
    // A stretch before the record has no figure.
    if (facts["recordedFrom"] === undefined) return `${facts["value"]} for ${expected.value}`;
    return undefined;
  }
  const compare = meantAs(question)["compare"];
  if (compare) {
    const reckoned = valueText(
      metricOf(question.metric as MetricId),
      formulas[question.metric]!(amountsOf(plant, askedOf(question, compare))),
    ).en;
    if (facts["before"] !== undefined && facts["before"] !== reckoned)
      return `before ${facts["before"]} for ${reckoned}`;
  }
  const told = result.evidence.slice(1).map(({ id, facts: own }) => [id, own["value"]] as const);
  const meant = expected.parts.slice(0, told.length === 0 ? undefined : 14);
  const same = (index: number) => {
    const [a, b] = [told[index], meant[index]];
    // Parts of one value may come in any order.
    return (
      a && b && a[1] === b[1] && (a[0] === b[0] || meant.filter(([, value]) => value === b[1]).length > 1)
    );
  };
  const wanted = meant.filter(
    ([, value]) => question.query["split"] !== "reason" || !/^0(?:\.0)?(?: h)?$/.test(value),
  );
  const counted = wanted.filter(
    ([, value]) =>
      !["product", "family", "line"].includes(question.query["split"] ?? "") ||
      !/^0(?:\.0+)?(?: \w+)?$/.test(value),
  );
  if (told.length < counted.length) return `${told.length} parts for ${counted.length}`;
  const wrong = counted.findIndex((_, index) => !same(index));
  return wrong < 0 ? undefined : `part ${wrong}: ${told[wrong]?.join(" ")} for ${counted[wrong]!.join(" ")}`;
};

try {
  await migrate(pool);
  await seedDemoPlant(db, 1);
  await importRepairHistory(db, 1);
  const small = orders <= 600;
  const events = await seedMonth(db, {
    seed: 1,
    until: askedAt(),
    days: 28,
    ordersPerDay: orders / 28,
    quantity: small ? [2, 40] : [1, 1],
    firstNumber: small ? 301 : 100_001,
  });
  const names = await namesOfPlant(db);
  const plant = small ? await loadPlant(db) : undefined;
  const outcome = { tuned: [0, 0], held: [0, 0], answers: [0, 0] };
  const times: Record<string, number[]> = { value: [], trend: [], cause: [] };
  for (const question of questions) {
    const problems = differences(question, names);
    const count = question.held ? outcome.held : outcome.tuned;
    count[1]! += 1;
    if (problems.length === 0) count[0]! += 1;
    else if (values.errors) console.log(`${question.text}: ${problems.join("; ")}`);
    if (question.tool === "alert") continue;
    const answer = await ask(question);
    times[question.tool]!.push(answer.ms);
    if (!plant) continue;
    const wrong = check(plant, question, answer);
    outcome.answers[1]! += 1;
    if (!wrong) outcome.answers[0]! += 1;
    else if (values.errors) console.log(`${question.text}: ${wrong}\n    ${answer.result.text.en}`);
  }
  const share = ([right, all]: readonly number[]) =>
    `${right} of ${all} (${((100 * right!) / Math.max(1, all!)).toFixed(1)} %)`;
  const { count } = await db
    .selectFrom("figure_job")
    .select((fields) => fields.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  console.log(`a month of ${orders} orders, ${count} jobs, ${events} events`);
  console.log(
    `read as meant: ${share(outcome.tuned)} of the questions that rules were made with, ${share(outcome.held)} of those held out`,
  );
  if (plant) console.log(`answers as the naive reckoning has them: ${share(outcome.answers)}`);
  const told = Object.fromEntries(
    Object.entries(times).map(([tool, list]) => [
      tool,
      { median: median(list), p95: percentile(list, 0.95) },
    ]),
  );
  for (const [tool, { median: middle, p95 }] of Object.entries(told))
    console.log(`${tool}: ${middle.toFixed(0)} ms median, ${p95.toFixed(0)} ms for 95 %`);
  if (values.json)
    await writeFile(
      values.json,
      JSON.stringify(
        { node: process.version, orders, jobs: Number(count), events, ...outcome, times: told },
        null,
        2,
      ),
    );
} finally {
  await close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
