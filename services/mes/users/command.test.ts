import { expect, test } from "vitest";
import { runUsers } from "./command.ts";

const run = async (args: readonly string[], password = "long enough") => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runUsers(args, {
    answer: (line) => out.push(line),
    note: (line) => err.push(line),
    secret: async () => `${password}\n`,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
};
const person = ["--id", "li.wei", "--name", "李伟", "--roles"];

test("what is wrong with the command line is told in a sentence", async () => {
  expect(await run(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("--roles") });
  expect(await run([])).toMatchObject({ code: 2, err: expect.stringContaining("Usage") });
  expect(await run([...person, "boss"])).toMatchObject({ code: 2, err: expect.stringContaining('"boss"') });
  expect(await run(["--id", "a b", "--name", "x", "--roles", "planner"])).toMatchObject({ code: 2 });
  expect(await run([...person, "planner"], "short")).toMatchObject({
    code: 2,
    err: expect.stringContaining("8 characters"),
  });
});
