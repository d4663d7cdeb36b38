import fc from "fast-check";
import { expect, test } from "vitest";
import { jobStates } from "../protocols/job-control/job.ts";
import { hasEnded, isAtWork, jobAfter, jobSupplied, type ReplayJob, statusAfterReport } from "./job.ts";
import { createStream } from "./some-events.ts";

const fold = (events: readonly Parameters<typeof jobAfter>[2][]) =>
  events.reduce<ReplayJob | undefined>((job, event) => jobAfter("JO-1", job, event), undefined);

test("a job goes from its release through its line's reports to its end, and keeps its counts", () => {
  const { released, report } = createStream();
  const events = [
    released("1", "SMT-1", 0),
    report("ready", "1", "SMT-1", 5, "Stored"),
    report("running", "1", "SMT-1", 10, "Running"),
    report("progress", "1", "SMT-1", 20, "Running", 40, 1),
    report("suspended", "1", "SMT-1", 25, "Interrupted", 45, 1),
    report("running", "1", "SMT-1", 30, "Running", 45, 1),
    report("completed", "1", "SMT-1", 60, "Ended", 98, 2),
  ];
  const statuses = events.map((_, index) => fold(events.slice(0, index + 1))!.status);
  expect(statuses).toEqual([
    "Dispatched",
    "Ready",
    "Running",
    "Running",
    "Suspended",
    "Running",
    "Completed",
  ]);
  expect(fold(events)).toMatchObject({
    workOrderId: "WO-1",
    equipmentId: "SMT-1",
    segment: 10,
    quantity: 100,
    good: 98,
    scrap: 2,
    startedAt: 600_000,
    endedAt: 3_600_000,
  });
});

test("the line's own times count, where the record holds them", () => {
  const { event, released } = createStream();
  const report = (type: string, minute: number, attributes: object) =>
    event(`job.${type}`, minute, { job_order: "JO-1" }, { good: 0, scrap: 0, ...attributes });
  const startTime = new Date(540_000).toISOString();
  const endTime = new Date(3_540_000).toISOString();
  expect(
    fold([
      released("1", "SMT-1", 0),
      report("running", 10, { state: "Running", startTime }),
      report("completed", 60, { state: "Ended", startTime, endTime }),
    ]),
  ).toMatchObject({ startedAt: 540_000, endedAt: 3_540_000 });
});

test("material makes ready what waits for it, and nothing else", () => {
  const { released, report } = createStream();
  const waiting = fold([released("1", "SMT-1", 0)])!;
  expect(jobSupplied(waiting, 60_000)).toMatchObject({ status: "Ready", changedAt: 60_000 });
  const running = fold([released("1", "SMT-1", 0), report("running", "1", "SMT-1", 1, "Running")])!;
  expect(jobSupplied(running, 60_000)).toBe(running);
});

test("a job whose release is not on record is known by its reports", () => {
  const { report, event } = createStream();
  expect(fold([report("progress", "1", "SMT-1", 3, "Running", 7)])).toMatchObject({
    status: "Running",
    good: 7,
    quantity: 100,
    segment: undefined,
  });
  expect(fold([event("requisition.created", 1, { job_order: "JO-1" })])).toBeUndefined();
});

test("what has ended stays so, counts never fall, and a late word between running and suspended is not heard", () => {
  const one = fc.record({
    state: fc.constantFrom(...jobStates),
    minute: fc.nat(30),
    good: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (reports) => {
      const { released, report } = createStream();
      let job = fold([released("1", "SMT-1", 0)])!;
      for (const { state, minute, good } of reports) {
        const next = jobAfter("JO-1", job, report("progress", "1", "SMT-1", minute, state, good))!;
        if (hasEnded(job)) expect(next.status).toBe(job.status);
        expect(next.good).toBeGreaterThanOrEqual(job.good);
        const ends = state === "Ended" || state === "Aborted";
        if (isAtWork(job) && !ends && next.changedAt === job.changedAt && minute * 60_000 < job.changedAt)
          expect(next.status).toBe(job.status);
        job = next;
      }
    }),
    { seed: 1, numRuns: 200 },
  );
  expect(statusAfterReport({ status: "Suspended", changedAt: 10, left: 1 }, "Running", 9)).toEqual({
    status: "Suspended",
    late: true,
  });
  expect(statusAfterReport({ status: "Suspended", changedAt: 10, left: 1 }, "Ended", 9).status).toBe(
    "Completed",
  );
});

test("a job that is broken off with its last piece has ended as one that is done", () => {
  const { released, report } = createStream();
  const abortedAfter = (good: number) =>
    fold([released("1", "SMT-1", 0), report("aborted", "1", "SMT-1", 9, "Aborted", good, 2)])?.status;
  expect([abortedAfter(97), abortedAfter(98)]).toEqual(["Aborted", "Completed"]);
});

test("a job whose kit lies at its line is ready with its release", () => {
  const { event } = createStream();
  const again = event("job.released", 0, { work_order: "WO-1", job_order: "JO-1" }, { isSupplied: true });
  expect(fold([again])?.status).toBe("Ready");
});
