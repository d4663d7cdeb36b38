import type { JobCommand, JobResponse, JobState } from "../../services/protocols/job-control/job.ts";
import { type StationStateCode, stationState } from "../../services/protocols/sparkplug/names.ts";
import type { RandomStream } from "../engine/random.ts";
import type { Cancel, Scheduler } from "../engine/scheduler.ts";
import type { LineModel } from "../plant.ts";

export interface LineState {
  readonly code: StationStateCode;
  readonly reason: string;
}

export interface LineOutput {
  state(state: LineState): void;
  report(report: JobResponse): void;
}

export interface Line {
  readonly id: string;
  command(command: JobCommand): void;
  /** Gives the state and every job's last report again, for a host that may have missed some. */
  repeat(): void;
  state(): LineState;
  /** kWh used since the start. */
  energyKWh(): number;
}

interface Job {
  readonly command: JobCommand;
  state: JobState;
  good: number;
  scrap: number;
  startTime?: number;
  endTime?: number;
  /** Plant time of the last progress report. */
  reportedAt: number;
  reports: number;
  last?: JobResponse;
}

export interface LineOptions {
  readonly model: LineModel;
  readonly scheduler: Scheduler;
  readonly random: (source: string) => RandomStream;
  readonly output: LineOutput;
  /** Least plant time between two progress reports of a running job, ms. */
  readonly reportEveryMs: number;
}

const hourMs = 3_600_000;
/** Share of the rated power that a line draws in a state. */
const powerShare: Readonly<Record<StationStateCode, number>> = {
  [stationState.running]: 1,
  [stationState.setup]: 0.6,
  [stationState.starved]: 0.25,
  [stationState.blocked]: 0.25,
  [stationState.down]: 0.15,
};

/**
 * A production line that executes job orders one after the other: set-up when the family changes, then unit by unit
 * (or batch by batch) with log-normal times, scrap, and breakdowns whose spacing counts running time only.
 */
export const createLine = ({ model, scheduler, random, output, reportEveryMs }: LineOptions): Line => {
  const times = random("time");
  const defects = random("defect");
  const breakdowns = random("breakdown");
  const jobs = new Map<string, Job>();
  const handled = new Set<string>();
  const queue: Job[] = [];
  let current: Job | undefined;
  let family = "";
  let state: LineState = { code: stationState.starved, reason: "" };
  let stateSince = scheduler.now();
  let energy = 0;
  let runUntilFailure = breakdowns.exponential(model.meanTimeBetweenFailuresH * hourMs);
  let cancelStep: Cancel = () => {};
  let paused = false;

  const meter = () => {
    energy += ((scheduler.now() - stateSince) / hourMs) * model.ratedPowerKW * powerShare[state.code];
    stateSince = scheduler.now();
  };
  const enter = (code: StationStateCode, reason = "") => {
    if (state.code === code && state.reason === reason) return;
    meter();
    state = { code, reason };
    output.state(state);
  };
  const iso = (time: number) => new Date(time).toISOString();
  const report = (job: Job, reason?: string) => {
    job.reportedAt = scheduler.now();
    job.reports += 1;
    job.last = {
      // With the time, so that a line that has forgotten what it reported does not report it again as something old.
      reportId: `${job.command.jobOrderId}/${job.reports}/${scheduler.now()}`,
      jobOrderId: job.command.jobOrderId,
      state: job.state,
      good: job.good,
      scrap: job.scrap,
      ...(job.startTime === undefined ? {} : { startTime: iso(job.startTime) }),
      ...(job.endTime === undefined ? {} : { endTime: iso(job.endTime) }),
      ...(reason ? { reason } : {}),
      time: iso(scheduler.now()),
    };
    output.report(job.last);
  };

  const finish = (job: Job, final: "Ended" | "Aborted") => {
    job.state = final;
    job.endTime = scheduler.now();
    current = undefined;
    enter(stationState.starved);
    report(job);
    startNext();
  };

  const breakDown = (reason: string, repairMs: number) => {
    if (current?.state === "Running") {
      current.state = "Interrupted";
      report(current, reason);
    }
    enter(stationState.down, reason);
    scheduler.at(scheduler.now() + repairMs, () => {
      runUntilFailure = breakdowns.exponential(model.meanTimeBetweenFailuresH * hourMs);
      enter(stationState.starved);
      if (current) resumeRunning(current);
      else startNext();
    });
  };

  const runStep = (job: Job) => {
    const { quantity, batchSize, cycleTimeS } = job.command;
    const units = Math.min(batchSize, quantity - job.good - job.scrap);
    const duration = times.logNormal(cycleTimeS * 1_000, model.timeVariation);
    cancelStep = scheduler.at(scheduler.now() + duration, () => {
      for (let unit = 0; unit < units; unit += 1) {
        if (defects.chance(model.defectRate)) job.scrap += 1;
        else job.good += 1;
      }
      runUntilFailure -= duration;
      if (job.good + job.scrap >= quantity) return finish(job, "Ended");
      if (scheduler.now() - job.reportedAt >= reportEveryMs) report(job);
      if (runUntilFailure <= 0)
        return breakDown(
          breakdowns.pick(model.failureReasons),
          breakdowns.logNormal(model.meanTimeToRepairH * hourMs, 0.5),
        );
      runStep(job);
    });
  };

  const resumeRunning = (job: Job) => {
    if (paused) return;
    job.state = "Running";
    job.startTime ??= scheduler.now();
    enter(stationState.running);
    report(job);
    runStep(job);
  };

  const startNext = () => {
    if (current || state.code === stationState.down || paused) return;
    const job = queue.shift();
    if (!job) return;
    current = job;
    const { setupFamily, setupTimeS } = job.command;
    const setupMs = setupFamily === family ? 0 : setupTimeS * 1_000;
    family = setupFamily;
    if (setupMs === 0) return resumeRunning(job);
    enter(stationState.setup, setupFamily);
    cancelStep = scheduler.at(scheduler.now() + times.logNormal(setupMs, model.timeVariation), () =>
      resumeRunning(job),
    );
  };

  const store = (command: JobCommand) => {
    const job: Job = { command, state: "Stored", ...command.made, reportedAt: scheduler.now(), reports: 0 };
    jobs.set(command.jobOrderId, job);
    queue.push(job);
    report(job);
    startNext();
  };

  const pause = (job: Job) => {
    if (job !== current || job.state !== "Running") return;
    cancelStep();
    paused = true;
    job.state = "Interrupted";
    enter(stationState.starved);
    report(job, "paused by command");
  };

  const resume = (job: Job) => {
    if (job !== current || !paused) return;
    paused = false;
    resumeRunning(job);
  };

  const abort = (job: Job) => {
    if (job.state === "Ended" || job.state === "Aborted") return;
    if (job === current) {
      cancelStep();
      paused = false;
      finish(job, "Aborted");
      return;
    }
    queue.splice(queue.indexOf(job), 1);
    job.state = "Aborted";
    job.endTime = scheduler.now();
    report(job);
  };

  if (model.initiallyDownH) breakDown(model.failureReasons[0], model.initiallyDownH * hourMs);

  return {
    id: model.id,
    command: (command) => {
      const job = jobs.get(command.jobOrderId);
      if (handled.has(command.commandId)) {
        if (job) report(job);
        return;
      }
      handled.add(command.commandId);
      if (command.command === "StoreAndStart") {
        if (job) report(job);
        else store(command);
      } else if (job) ({ Pause: pause, Resume: resume, Abort: abort })[command.command](job);
    },
    repeat: () => {
      output.state(state);
      for (const { last } of jobs.values()) if (last) output.report(last);
    },
    state: () => state,
    energyKWh: () => {
      meter();
      return energy;
    },
  };
};
