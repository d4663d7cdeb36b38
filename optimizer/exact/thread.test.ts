import { afterAll, expect, test } from "vitest";
import { createExactSolver } from "./solver.ts";
import { createSolverThread } from "./thread.ts";

/** A thread that answers each problem by this code, in which `port` is its way back. */
const threadOf = (answer: string) =>
  createSolverThread<{ maxSeconds: number }, string>(
    new URL(
      `data:text/javascript,${encodeURIComponent(
        `import { parentPort as port } from "node:worker_threads"; port.on("message", () => { ${answer} });`,
      )}`,
    ),
  );

test.each([
  ["fails", 'setImmediate(() => { throw new Error("late"); })'],
  ["ends", "setImmediate(() => process.exit(1))"],
])(
  "a thread that %s while nobody waits for it harms nobody, and the next problem gets a new one",
  async (_how, then) => {
    const thread = threadOf(`port.postMessage({ answer: "here" }); ${then};`);
    for (let round = 0; round < 3; round += 1) {
      // Without a word it is waited for as long as the watchdog lets it, and then there is no answer.
      const answer = await thread.solve({ maxSeconds: 600 });
      if (round === 0) expect(answer).toBe("here");
    }
    await thread.close();
  },
);

test("a thread that ends without an answer is not waited for any longer", async () => {
  const thread = threadOf("process.exit(0)");
  expect(await thread.solve({ maxSeconds: 600 })).toBeUndefined();
  await thread.close();
});

const solver = createExactSolver();
afterAll(() => solver.close());

test("jobs without length come in the order that was found, whatever starts at the same moment", async () => {
  const jobs = [
    { release: 0, duration: 10, due: 100, weight: 1 },
    { release: 0, duration: 0, due: 0, weight: 5 },
    { release: 0, duration: 0, due: 5, weight: 3 },
    { release: 0, duration: 10, due: 100, weight: 1 },
  ];
  const setups = [0, ...jobs].map(() => jobs.map(() => 0));
  for (let seed = 1; seed <= 4; seed += 1) {
    const order = await solver.solve({ jobs, setups, start: 0, maxSeconds: 10, seed });
    let at = 0;
    const late = order!.map((index) => {
      at += jobs[index]!.duration;
      return at > jobs[index]!.due;
    });
    expect(late).not.toContain(true);
  }
});
