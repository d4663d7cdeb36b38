import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { planCell } from "../../optimizer/cell/solve.ts";
import { readCellDescription } from "../../services/protocols/cell/check.ts";
import { demoCell } from "../../services/protocols/cell/demo.ts";
import type { CellDescription, Recipe } from "../../services/protocols/cell/description.ts";
import { changeover } from "./changeover.ts";
import { dependencyGraph } from "./dependency-graph.ts";
import { buildCellModel } from "./problem.ts";

const help = `npm run cell -- COMMAND [FILE.json] [options]
  example                                a cell and its recipes as JSON, to begin from
                                         (npm run -s cell -- example > FILE: -s keeps npm's own lines out)
  check FILE                             what is wrong with a description, and where
  change FILE --from A --to B            what differs between two products and what has to be set up
              [--testers T1,T2]          on these testers (all)
  plan FILE --units A=4,B=2              a plan for so many units: who does what when
            [--seconds 10] [--seed 1] [--json]`;

/** What the caller got wrong, without a stack. */
class UsageError extends Error {}

const read = (file: string | undefined): CellDescription => {
  if (file === undefined) throw new UsageError("which file? --help tells more");
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
  const found = readCellDescription(value);
  if ("description" in found) return found.description;
  throw new UsageError(found.problems.map(({ path, problem }) => `${path}: ${problem}`).join("\n"));
};

const recipeOf = ({ recipes }: CellDescription, product: string | undefined): Recipe => {
  const recipe = recipes.find((each) => each.product === product);
  if (recipe) return recipe;
  throw new UsageError(
    `there is no recipe of ${product ?? "nothing"}: ${recipes.map((each) => each.product).join(", ")}`,
  );
};

const unitsOf = (description: CellDescription, text: string | undefined) => {
  const units: { id: string; product: string }[] = [];
  for (const part of (text ?? "").split(",").filter(Boolean)) {
    const [product, count] = part.split("=");
    const { product: known } = recipeOf(description, product);
    const number = Number(count ?? 1);
    if (!Number.isInteger(number) || number < 1 || number > 200)
      throw new UsageError(`${part}: a whole number of units, 1 to 200`);
    for (let i = 0; i < number; i++) units.push({ id: `${known}-${i + 1}`, product: known });
  }
  if (units.length === 0) throw new UsageError("which units? --units PRODUCT=COUNT,…");
  return units;
};

const clock = (seconds: number) =>
  `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, "0")}`;

const tellPlan = async (
  description: CellDescription,
  options: Record<string, string | boolean | undefined>,
) => {
  const units = unitsOf(description, options["units"] as string | undefined);
  const [seconds, seed] = [Number(options["seconds"] ?? 10), Number(options["seed"] ?? 1)];
  if (!(seconds > 0) || !Number.isSafeInteger(seed))
    throw new UsageError("--seconds above 0, --seed a whole number");
  const model = buildCellModel(description, units);
  const result = await planCell(model.problem, { budgetMs: seconds * 1_000, seed });
  if (!result.plan) throw new UsageError("no plan was found");
  const steps = dependencyGraph(model, result.plan).sort(
    (a, b) => a.start - b.start || (a.id < b.id ? -1 : 1),
  );
  const { makespan, bound, violations } = result;
  if (options["json"]) {
    console.log(JSON.stringify({ makespan, bound, violations, steps }, null, 2));
    return;
  }
  for (const { start, durationS, unit, step, robots, from, at } of steps)
    console.log(
      `${clock(start)} -${clock(start + durationS)}  ${(robots.join("+") || at).padEnd(12)} ${unit}  ${step.id}  ${from ? `${from} -> ` : ""}${at}`,
    );
  console.log(
    `\n${units.length} units in ${clock(makespan).trim()} (min:s); no plan is shorter than ${clock(bound).trim()}`,
  );
};

const tellChange = (description: CellDescription, options: Record<string, string | boolean | undefined>) => {
  const testers =
    (options["testers"] as string | undefined)?.split(",") ??
    description.cell.places.filter(({ kind }) => kind === "tester").map(({ id }) => id);
  for (const tester of testers)
    if (!description.cell.places.some(({ id, kind }) => id === tester && kind === "tester"))
      throw new UsageError(`there is no tester ${tester}`);
  const { differences, setUp } = changeover(
    description.cell,
    recipeOf(description, options["from"] as string | undefined),
    recipeOf(description, options["to"] as string | undefined),
    testers,
  );
  for (const { kind, of, before, after } of differences)
    console.log(`differs  ${kind.padEnd(10)} ${of}: ${before ?? "none"} -> ${after ?? "none"}`);
  for (const { kind, at, what, instead, seconds } of setUp)
    console.log(
      `set up   ${kind.padEnd(13)} ${at}: ${what}${instead ? ` instead of ${instead}` : ""} (${clock(seconds).trim()})`,
    );
  if (differences.length + setUp.length === 0) console.log("nothing differs, nothing has to be set up");
};

const main = async () => {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: "boolean" },
      json: { type: "boolean" },
      from: text,
      to: text,
      testers: text,
      units: text,
      seconds: text,
      seed: text,
    },
  });
  const [command, file] = positionals;
  if (values.help || !command) return console.log(help);
  if (command === "example") {
    return console.log(JSON.stringify(demoCell(), null, 2));
  }
  if (command === "check") {
    const { cell, recipes } = read(file);
    return console.log(
      `${cell.id}: ${cell.robots.length} robots, ${cell.places.length} places, ${recipes.length} products, nothing wrong`,
    );
  }
  if (command === "change") return tellChange(read(file), values);
  if (command === "plan") return tellPlan(read(file), values);
  throw new UsageError(`there is no command ${command}; --help tells more`);
};

await main().catch((error) => {
  if (
    !(
      error instanceof UsageError ||
      error instanceof RangeError ||
      (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")
    )
  )
    throw error;
  console.error((error as Error).message);
  process.exitCode = 2;
});
