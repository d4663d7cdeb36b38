import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type CellHouse, type CellRunView, isOver, startCellHouse } from "../support/cell-house.ts";

let house: CellHouse;
beforeAll(async () => {
  house = await startCellHouse();
});
afterEach(() => house.leave());
afterAll(() => house.close());

test("an arm that fails twice is left out, and the rest is planned anew without it", async () => {
  const worker = await house.startWorker();
  let broken: string | undefined;
  const commands = await house.simulate(({ robots, kind }) => {
    if (kind !== "loadFixture" || robots.length > 1) return undefined;
    broken ??= robots[0];
    return robots[0] === broken ? { reason: "gripper did not close" } : undefined;
  });
  const { data } = await house.propose([{ product: "BBU-V9200", count: 2 }]);
  const proposed = data.proposeCellRun;
  await house.approve(proposed);
  const done = await house.goOn(proposed.id, isOver);
  expect(done).toMatchObject({ status: "Completed", replans: 1, robotsOut: [broken] });
  const failed = commands.filter(({ robots, kind }) => kind === "loadFixture" && robots[0] === broken);
  expect(failed).toHaveLength(2);
  expect(done.steps.some(({ id, robots }) => id.endsWith("/load") && robots.includes(broken!))).toBe(false);
  await worker.kill("SIGTERM");
});

test("a unit whose tester fails with it in it is moved by hand to another, and the run goes on to its end", async () => {
  const worker = await house.startWorker();
  const dead = new Set<string>();
  const commands = await house.simulate(({ kind, at }) => {
    if (kind !== "test") return undefined;
    if (dead.size < 1) dead.add(at);
    return dead.has(at) ? { reason: "no contact" } : undefined;
  });
  const proposed = (await house.propose([{ product: "BBU-V9200", count: 3 }])).data.proposeCellRun;
  await house.approve(proposed);
  const goOn = (done: (found: CellRunView) => boolean) => house.goOn(proposed.id, done);
  const waits = ({ stranded }: CellRunView) => stranded.some(({ doneAt }) => doneAt === null);
  const { stranded } = await goOn(waits);
  const { unit, from } = stranded[0]!;
  expect([from]).toEqual([...dead]);
  const see = (to: string | null, user = "liu.yang") =>
    house.act("seeToCellUnit", `run: "${proposed.id}", unit: "${unit}", to: ${JSON.stringify(to)}`, user);
  expect((await see(null, "li.wei")).errors![0]!.extensions.code).toBe("FORBIDDEN");
  expect((await see(from)).errors![0]!.extensions.code).toBe("INVALID_INPUT");
  expect((await see("TRAY-A")).errors![0]!.extensions.code).toBe("INVALID_INPUT");
  // The others go through meanwhile; the run waits for the one that stands.
  const others = await goOn(({ steps }) =>
    steps.every((step) => step.unit === unit || step.state === "done"),
  );
  expect(others).toMatchObject({ status: "Running", good: 2 });
  expect((await see("TEST-B2")).errors).toBeUndefined();
  expect((await see("TEST-B2")).errors![0]!.extensions.code).toBe("NOT_FOUND");
  const done = await goOn(isOver);
  expect(done).toMatchObject({ status: "Completed", good: 3, robotsOut: [from] });
  const tests = commands.filter((command) => command.unit === unit && command.kind === "test");
  expect(tests.map(({ at }) => at)).toEqual([from, from, "TEST-B2"]);
  expect(new Set(tests.map(({ commandId }) => commandId)).size).toBe(3);
  await worker.kill("SIGTERM");
});
