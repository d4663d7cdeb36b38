import { expect, test } from "vitest";
import { createLogger } from "../services/core/log.ts";
import { temporalLog } from "./temporal-log.ts";

const logged = () => {
  const lines: Record<string, unknown>[] = [];
  const log = temporalLog(createLogger("worker", "info", { write: (line) => lines.push(JSON.parse(line)) }));
  return { log, lines };
};

test("each poller's tries while the server is away are one line", () => {
  const { log, lines } = logged();
  for (let tries = 1; tries < 9; tries += 1)
    for (const call of ["poll_workflow_task_queue", "poll_activity_task_queue"])
      log.warn(`gRPC call ${call} retried ${tries} times`, { error: "tcp connect error" });
  expect(lines).toMatchObject([
    { level: 40, error: "the Temporal server does not answer: tcp connect error", msg: "temporal" },
  ]);
});

test("an activity that fails is one line without its stack, told ever more seldom", () => {
  const { log, lines } = logged();
  for (let attempt = 1; attempt <= 20; attempt += 1)
    log.warn("Activity failed", {
      activityType: "interpret",
      attempt,
      error: new Error(`no answer at ${attempt}`),
    });
  expect(lines.map(({ attempt }) => attempt)).toEqual([1, 2, 4, 8, 16]);
  expect(lines[0]).toMatchObject({ activityType: "interpret", error: "Activity failed: no answer at 1" });
  log.info("Worker state changed");
  expect(lines).toHaveLength(5);
});
