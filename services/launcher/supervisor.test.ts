import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSupervisor } from "./supervisor.ts";

/** Code to run, "refused" or "not there". */
type Turn = string;

/** What stands for a process each time that one is started: code to run, a failure to start it told at once, or told after. */
const startsAs = (turns: readonly Turn[]) => {
  const left = [...turns];
  return ((_program: string, _args: readonly string[], options: object) => {
    const turn = left.shift();
    if (turn === "refused") throw new Error("spawn ENOMEM");
    if (turn === "not there") return spawn("/nowhere/node", options);
    return spawn(process.execPath, ["-e", turn ?? ""], options);
  }) as typeof spawn;
};
const serves =
  "process.send('ready'); process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e6)";
const ends = "process.send('ready', () => process.exit(3))";

const supervised = async (...turns: readonly Turn[]) => {
  const said: string[] = [];
  const isBack = Promise.withResolvers<void>();
  const supervisor = createSupervisor({
    logDir: await mkdtemp(join(tmpdir(), "millwright-supervisor-")),
    onStart: () => {},
    say: (sentence) => {
      said.push(sentence);
      if (sentence.endsWith("is back.")) isBack.resolve();
    },
    startProcess: startsAs(turns),
    firstPauseMs: 1,
  });
  return { supervisor, said, isBack: isBack.promise };
};
const part = { name: "worker", script: "none.ts" };

test("a part that ends is started again until it can be, also while the system gives no process", async () => {
  const { supervisor, said, isBack } = await supervised(ends, "not there", "refused", serves);
  await supervisor.start(part);
  await isBack;
  expect(said).toEqual([
    expect.stringContaining("worker ended (3)"),
    expect.stringContaining("worker ended (spawn /nowhere/node ENOENT)"),
    expect.stringContaining("worker ended (spawn ENOMEM)"),
    "worker is back.",
  ]);
  await supervisor.stopAll();
});

test("a part that cannot be started at first is told with why", async () => {
  const { supervisor, said } = await supervised("not there");
  await expect(supervisor.start(part)).rejects.toThrow("worker ended (spawn /nowhere/node ENOENT)");
  expect(said).toEqual([]);
  await supervisor.stopAll();
});
