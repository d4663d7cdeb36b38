import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runImport, told } from "./command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-import-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = async (...args: readonly string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runImport(args, { answer: (line) => out.push(line), note: (line) => err.push(line) });
  return { code, out: out.join("\n"), err: err.join("\n") };
};

test("what is wrong with the command line or the folder is told in a sentence", async () => {
  expect(await run("--help")).toMatchObject({ code: 0, out: expect.stringContaining("--dir FOLDER") });
  expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining("--dir FOLDER") });
  expect(await run("--dri")).toMatchObject({ code: 2, err: expect.stringContaining("'--dri'") });
  const nowhere = join(folder, "nowhere");
  expect(await run("--dir", nowhere)).toMatchObject({ code: 2, err: `${nowhere}: there is no such folder` });
  expect(await run("--dir", folder)).toMatchObject({ code: 2, err: expect.stringContaining("no .csv file") });
});

test("a database that does not answer is told with its address and what to do", async () => {
  await writeFile(join(folder, "calendars.csv"), "id,name\nC1,Day\n");
  // A port that was free a moment ago, and that nobody listens at.
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  const url = `postgres://nobody@127.0.0.1:${port}/none`;
  const { code, err } = await run("--dir", folder, "--dry-run", "--database-url", url);
  expect(code).toBe(2);
  expect(err).toMatch(
    new RegExp(
      `^The database at 127.0.0.1:${port} cannot be used: .*npm start.*DATA_DIR.*POSTGRES_PORT, here \\d+`,
    ),
  );
});

test("one mistake in thousands of rows is told once with all its rows, and of many mistakes alike some, with the rows of the others", () => {
  const issue = (row: number, column: string, value = "?") => ({
    file: "work_orders.csv",
    row,
    column,
    value,
    code: "wrong-value" as const,
    message: { en: `${column} is wrong.`, zh: `${column} 的值无效。` },
  });
  const same = told([
    ...Array.from({ length: 5_000 }, (_, index) => issue(index + 2, "due_time")),
    issue(9, "quantity"),
  ]);
  expect(same).toEqual([
    expect.stringContaining('work_orders.csv:2 due_time "?"  (+ 4999: 3–5001)\n'),
    expect.stringContaining('work_orders.csv:9 quantity "?"\n'),
    expect.stringContaining("5001 problems"),
  ]);
  // One row in two, each wrong in its own way.
  const each = told(Array.from({ length: 500 }, (_, index) => issue(2 * index + 2, "quantity", `${index}?`)));
  expect(each.filter((line) => line.includes("quantity is wrong."))).toHaveLength(10);
  expect(each).toContainEqual(expect.stringMatching(/490 more of the same kind, in rows 22, 24, .*, 1000\n/));
  expect(told([issue(2, "due_time")]).at(-1)).toContain("1 problem;");
  expect(told([])).toEqual([]);
});
