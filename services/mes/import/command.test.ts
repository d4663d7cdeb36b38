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

test("one mistake in thousands of rows is told once, with some of its rows and how many more there are", () => {
  const issue = (row: number, column: string) => ({
    file: "work_orders.csv",
    row,
    column,
    value: "?",
    code: "wrong-value" as const,
    message: { en: `${column} is wrong.`, zh: `${column} 的值无效。` },
  });
  const lines = told([
    ...Array.from({ length: 5_000 }, (_, row) => issue(row + 2, "due_time")),
    issue(9, "quantity"),
  ]);
  expect(lines.filter((line) => line.includes("due_time is wrong."))).toHaveLength(10);
  expect(lines).toContainEqual(expect.stringContaining("4990 more"));
  expect(lines).toContainEqual(expect.stringContaining('work_orders.csv:9 quantity "?"'));
  expect(lines.at(-1)).toContain("5001 problems");
  expect(told([issue(2, "due_time")]).at(-1)).toContain("1 problem;");
  expect(told([])).toEqual([]);
});
