import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLine } from "./run.ts";

const example = (name: string) => join(import.meta.dirname, "../example", name);
let folder: string;
const file = (name: string) => join(folder, name);

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const run = async (...args: readonly string[]): Promise<Ended> => {
  let [out, err] = ["", ""];
  const code = await runCommandLine(args, {
    answer: (text) => {
      out += text;
    },
    note: (text) => {
      err += text;
    },
    terminal: false,
  });
  return { code, out, err };
};

let planned: Ended;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-plan-"));
  planned = await run(
    ...[example("problem.json"), "--iterations", "50", "--json"],
    ...["--out", file("plan.json"), "--html", file("gantt.html")],
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const withPlan = (command: string, ...rest: readonly string[]) =>
  run(command, example("problem.json"), file("plan.json"), ...rest);

test("the example is planned: progress goes to one side, the answer to the other", async () => {
  expect(planned.code).toBe(0);
  expect(planned.err).toContain("first plan");
  const answer = JSON.parse(planned.out);
  expect(answer.violations).toEqual([]);
  expect(answer.unplanned).toEqual(["WO-305"]);
  expect(answer.shortages[0]).toMatchObject({ material: "CPU", quantity: 12 });
  expect(await readFile(file("gantt.html"), "utf8")).toContain("<!doctype html>");
});

test("a command that is misspelt is told with the nearest one, an empty file as such", async () => {
  const misspelt = await run("verfy", example("problem.json"), file("plan.json"));
  expect(misspelt.code).toBe(2);
  expect(misspelt.err).toBe(
    "verfy is neither a file nor a command; did you mean verify? Commands are verify, explain, promise, repair, diff, pareto, gantt, schema\n",
  );
  await writeFile(file("empty.json"), "\n");
  expect(await run(file("empty.json"))).toMatchObject({ code: 2, err: `${file("empty.json")} is empty\n` });
});

test("a file in another encoding than UTF-8 is told with the line of its first foreign letter", async () => {
  const head = Buffer.from('{\n"resources": [{"id": "');
  // 线 in GBK.
  const bytes = [head, Buffer.from([0xcf, 0xdf]), Buffer.from('"}], "orders": []}')];
  await writeFile(file("gbk.json"), Buffer.concat(bytes));
  expect(await run(file("gbk.json"))).toMatchObject({
    code: 2,
    err: `${file("gbk.json")} is not UTF-8, see line 2; save it as UTF-8\n`,
  });
});

test("a file that is no JSON is told with where and what to do", async () => {
  const text = await readFile(example("problem.json"), "utf8");
  const told = async (content: string | Buffer) => {
    await writeFile(file("odd.json"), content);
    const { code, err } = await run(file("odd.json"), "--iterations", "1");
    return code === 0 ? "planned" : `${code} ${err}`.replace(file("odd.json"), "FILE").trimEnd();
  };
  expect(await told(`\uFEFF${text}`)).toBe("planned");
  expect(await told(Buffer.from(`\uFEFF${text}`, "utf16le"))).toBe("2 FILE is UTF-16; save it as UTF-8");
  const line = '  "classes": [';
  const cut = text.slice(0, text.indexOf(line) + line.length);
  expect(await told(cut)).toBe(
    `2 FILE is no JSON: it ends in the middle, on line ${cut.split("\n").length} after "classes": [; is the file whole?`,
  );
  expect(await told('{"orders": [{"due": NaN}]}')).toContain(
    "due holds NaN, which JSON does not know; give a number, or leave it out",
  );
  expect(await told('{"resources": [], "orders": 1e999}')).toContain(
    "orders: is Infinity; it must be a list",
  );
  const deep = 200_000;
  expect(await told("[".repeat(deep) + "]".repeat(deep))).toContain(
    "is a list of lists; it must be an object",
  );
});

test("a number below nothing and a place that cannot be written are told before anything is planned", async () => {
  expect(await run(example("problem.json"), "--seconds", "-5")).toMatchObject({
    code: 2,
    err: "--seconds is -5; it must be a number above 0\n",
  });
  expect(await run(example("problem.json"), "--seed", "1.5")).toMatchObject({
    code: 2,
    err: "--seed is 1.5; it must be a whole number above 0\n",
  });
  const nowhere = file("no-folder/plan.json");
  for (const [option, place] of [
    ["--out", nowhere],
    ["--html", folder],
  ] as const) {
    const { code, err } = await run(example("problem.json"), option, place);
    expect(code).toBe(2);
    expect(err).toMatch(/^.*(there is no folder|is a folder, not a file).*\n$/);
  }
});

test("a plan is verified, and one that was tampered with is refused", async () => {
  expect(await withPlan("verify")).toMatchObject({
    code: 0,
    out: expect.stringContaining("no rule is broken"),
  });
  const plan = JSON.parse(await readFile(file("plan.json"), "utf8"));
  plan.operations[0].resource = "FT-1";
  await writeFile(file("tampered.json"), JSON.stringify(plan));
  const { code, out } = await run("verify", example("problem.json"), file("tampered.json"), "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out).violations.length).toBeGreaterThan(0);
});

test("a plan with times beyond all reason is refused as any other", async () => {
  const plan = JSON.parse(await readFile(file("plan.json"), "utf8"));
  plan.operations[0].end = 9e15;
  await writeFile(file("endless.json"), JSON.stringify(plan));
  const { code, out } = await run("verify", example("problem.json"), file("endless.json"), "--json");
  expect(code).toBe(1);
  const { violations } = JSON.parse(out);
  expect(violations).toContainEqual(expect.objectContaining({ rule: "objective", subject: "opened" }));
});

test("a plan of bare operations can be verified too", async () => {
  const { operations } = JSON.parse(await readFile(file("plan.json"), "utf8"));
  await writeFile(file("bare.json"), JSON.stringify({ operations }));
  const { out } = await run("verify", example("problem.json"), file("bare.json"), "--json");
  const rules = new Set(JSON.parse(out).violations.map(({ rule }: { rule: string }) => rule));
  expect(rules.has("objective")).toBe(false);
  expect(rules.has("material")).toBe(true);
});

test("a new order gets a date and what holds it back", async () => {
  const { code, out } = await withPlan(
    "promise",
    example("new-order.json"),
    ...["--start", "2026-11-02T00:00:00+08:00"],
  );
  expect(code).toBe(0);
  expect(out).toMatch(/promise +2026-11-\d\d \d\d:\d\d/);
  expect(out).toContain("held back");
});

test("a late order is explained, and one without material too", async () => {
  expect((await withPlan("explain", "WO-203")).out).toMatch(/waits for FPGA-A.*ends day \d/s);
  expect((await withPlan("explain", "WO-305")).out).toContain("lacks 12 of CPU");
});

test("a plan is mended, and the difference is told", async () => {
  const { code, out } = await withPlan(
    "repair",
    example("disruptions.json"),
    ...["--iterations", "20", "--json", "--out", file("mended.json"), "--problem-out", file("after.json")],
  );
  expect(code).toBe(0);
  expect(JSON.parse(out).moved).toBeGreaterThan(0);
  expect((await run("verify", file("after.json"), file("mended.json"))).code).toBe(0);
  const diff = await run("diff", file("plan.json"), file("mended.json"), "--json");
  expect(JSON.parse(diff.out).orders).toContainEqual(
    expect.objectContaining({ orderId: "WO-399", kind: "new" }),
  );
});

test.each([
  ["no such file", ["/no/such.json"], "there is no such file"],
  ["an unknown option", ["x.json", "--secnds", "3"], "--secnds"],
  ["a number that is none", [example("problem.json"), "--seconds", "soon"], "--seconds is soon"],
  ["a file too few", ["verify", example("problem.json")], "it takes PROBLEM PLAN"],
  ["another kind of file", ["verify", example("problem.json"), example("problem.json")], "operations"],
  ["a date without a zone", [example("problem.json"), "--start", "2026-11-02"], "a time with a zone"],
])("%s is told in one sentence", async (_name, args, sentence) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toContain(sentence);
  expect(err).not.toContain("    at ");
});

test("wrong fields of an order or a disruption are told with their paths", async () => {
  const order = JSON.parse(await readFile(example("new-order.json"), "utf8"));
  order.operations[1].alternatives[0].resource = "ASM-9";
  await writeFile(file("order.json"), JSON.stringify(order));
  const promised = await withPlan("promise", file("order.json"));
  expect(promised).toMatchObject({
    code: 2,
    err: expect.stringContaining("operations.1.alternatives.0.resource: there is no resource ASM-9"),
  });
  await writeFile(file("late.json"), JSON.stringify({ kind: "late", material: "CPU", from: 1, to: 2 }));
  const late = await withPlan("repair", file("late.json"));
  expect(late).toMatchObject({ code: 2, err: expect.stringContaining("its receipts are at 345600") });
  const other = { kind: "late", material: "CPU", receipt: "RC-9", from: 345_600, to: 345_601 };
  await writeFile(file("late.json"), JSON.stringify(other));
  const named = await withPlan("repair", file("late.json"));
  expect(named).toMatchObject({ code: 2, err: expect.stringContaining("CPU has no receipt RC-9 then") });
});

test("a problem without a plan says what would make one", async () => {
  await writeFile(
    file("small.json"),
    JSON.stringify({
      resources: [{ id: "M", calendar: [[0, 3_600]] }],
      orders: [
        {
          id: "A",
          release: 0,
          due: 0,
          operations: [{ id: "1", alternatives: [{ resource: "M", duration: 7_200 }] }],
        },
      ],
    }),
  );
  expect(await run(file("small.json"))).toMatchObject({
    code: 3,
    err: expect.stringContaining("M needs 1 more hours"),
  });
});

test("a few plans to choose from are written one by one", async () => {
  const { code, out } = await run(
    ...["pareto", example("problem.json"), "--iterations", "10", "--json", "--out", file("choice.json")],
  );
  expect(code).toBe(0);
  const { plans } = JSON.parse(out);
  expect(plans[0].favours).toBeNull();
  for (const [index] of plans.entries())
    expect((await run("verify", example("problem.json"), file(`choice.${index + 1}.json`))).code).toBe(0);
});

test("a plan that should keep to the one before counts its changes from there", async () => {
  const problem = JSON.parse(await readFile(example("problem.json"), "utf8"));
  problem.objective.change = 100;
  await writeFile(file("steady.json"), JSON.stringify(problem));
  const { out, code } = await run(
    ...[file("steady.json"), "--iterations", "20", "--json", "--previous", file("plan.json")],
  );
  expect(code).toBe(0);
  expect(JSON.parse(out).terms.change).toBeGreaterThanOrEqual(0);
});

test("every command has its help", async () => {
  expect((await run("--help")).out).toContain("promise PROBLEM PLAN ORDER");
  expect((await run("repair", "--help")).out).toContain("--frozen-until N");
});

test("what is frozen counts no set-up, and the mended plan is told as sound", async () => {
  const problem = {
    resources: [{ id: "M", setupGroup: "G", family: "x" }],
    setups: [{ group: "G", from: "x", to: "y", seconds: 600 }],
    orders: ["A", "B"].map((id) => ({
      id,
      release: 0,
      due: 0,
      operations: [{ id: "1", family: "y", alternatives: [{ resource: "M", duration: 3_600 }] }],
    })),
  };
  await writeFile(file("setup.json"), JSON.stringify(problem));
  expect((await run(file("setup.json"), "--iterations", "5", "--out", file("setup-plan.json"))).code).toBe(0);
  await writeFile(file("stop.json"), JSON.stringify({ kind: "down", resource: "M", from: 5_000, to: 9_000 }));
  const repaired = await run(
    ...["repair", file("setup.json"), file("setup-plan.json"), file("stop.json")],
    ...["--iterations", "5", "--frozen-until", "1000", "--json"],
  );
  expect(JSON.parse(repaired.out).violations).toEqual([]);
});

test("what a newcomer gets wrong about orders and disruptions is told with what was probably meant", async () => {
  const order = await withPlan("explain", "wo-203");
  expect(order.err).toContain("there is no order wo-203");
  expect(order.err).toContain("did you mean WO-203? Orders are WO-101,");
  const yielding = await withPlan("promise", example("new-order.json"), "--yield", "WO-101,WO-1O2");
  expect([yielding.code, yielding.err]).toEqual([
    2,
    expect.stringMatching(/^there is no order WO-1O2 in .+; did you mean WO-102\?/),
  ]);
  const repaired = async (disruption: object) => {
    await writeFile(file("wrong.json"), JSON.stringify([disruption]));
    const { code, err } = await withPlan("repair", file("wrong.json"));
    expect(code).toBe(2);
    return err.split("\n").slice(1, -1).join("\n").trim();
  };
  expect(await repaired({ kind: "dwn" })).toBe(
    'disruptions.0.kind: is "dwn"; it must be one of down, absent, late, scrap, rush, cancel; did you mean down?',
  );
  expect(await repaired({ kind: "down", resource: "SMT-9", from: 0, to: 9 })).toContain(
    "there is no resource SMT-9; did you mean SMT-",
  );
  expect(await repaired({ kind: "late", material: "CPU", receit: "R", from: 0, to: 9 })).toContain(
    "disruptions.0.receit: is not known",
  );
  expect(await repaired({ kind: "scrap", material: "CPU", quantity: 5, lot: "L" })).toMatch(
    /^disruptions\.0\.lot: CPU has no lot L; its lots are /,
  );
  expect(await repaired({ kind: "scrap", material: "CPU", quantity: 999_999 })).toMatch(
    /^disruptions\.0\.quantity: is 999999; only \d+ of CPU are there$/,
  );
});

test("the terms of the objective come to what is told, and what weighs nothing stands beside", async () => {
  const { out } = await run(example("problem.json"), "--iterations", "50");
  const [, objective, sum] = /^objective +([\d.]+) = (.+)$/m.exec(out)!;
  const terms = sum!.split(" + ").map((term) => {
    const [, weight = "1", value] = /^(?:([\d.]+) × )?([\d.]+) /.exec(term)!;
    return Number(weight) * Number(value);
  });
  expect(terms.reduce((all, one) => all + one, 0)).toBeCloseTo(Number(objective), 0);
  expect(out).toMatch(/^not weighed +.*h of opened windows$/m);
});
