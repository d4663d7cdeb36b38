import { Context } from "@temporalio/activity";
import { ApplicationFailure, TemporalFailure } from "@temporalio/common";
import { type NativeConnection, Worker } from "@temporalio/worker";
import { MillwrightError } from "../services/core/errors.ts";
import { newId } from "../services/core/ids.ts";
import type { Logger } from "../services/core/log.ts";
import { isPassing } from "../services/core/passing.ts";
import { workflowBundle } from "./bundle.ts";
import { cellTaskQueue } from "./cell-run.ts";

const heartbeatMs = 2_500;

type Activities = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Of a failure that nobody foresaw: two that were in each other's way pass with another try; a mistake of ours does not, and is told.
 */
const mostTries = 5;

/**
 * What of a failure people are told. Undefined where it is tried again: something that it needs is away, or the next try may do.
 *
 * @param log Where what nobody foresaw is written, under the reference that people are given; without one it is tried for ever.
 */
const toldOf = (error: unknown, attempt: number, log: Logger | undefined): MillwrightError | undefined => {
  if (error instanceof MillwrightError) return error;
  if (!log || attempt < mostTries || error instanceof TemporalFailure || isPassing(error)) return undefined;
  const reference = newId();
  log.error({ reference, error: error instanceof Error ? error.stack : String(error) }, "unexpected");
  return new MillwrightError("INTERNAL", { reference }, { cause: error });
};

/**
 * Gives the catalogue's errors the form that crosses Temporal's border (the code as the type, no retry where a retry
 * cannot help), and lets the server know that the activity's worker lives.
 */
const guarded = <T extends object>(activities: T, log?: Logger): T =>
  Object.fromEntries(
    Object.entries(activities as unknown as Activities).map(([name, activity]) => [
      name,
      async (...args: never[]) => {
        const context = Context.current();
        // A worker that is killed is missed after one heartbeat timeout, not after the activity's whole time; what runs within its
        // workflow's own step has no such watch.
        const beat = context.info.isLocal ? undefined : setInterval(() => context.heartbeat(), heartbeatMs);
        try {
          return await activity(...args);
        } catch (error) {
          const told = toldOf(error, context.info.attempt, log);
          if (!told) throw error;
          throw ApplicationFailure.create({
            type: told.code,
            message: told.message,
            details: [told.details],
            nonRetryable: !told.retryable,
            cause: told,
          });
        } finally {
          clearInterval(beat);
        }
      },
    ]),
  ) as T;

const shutdown = { shutdownGraceTime: "5s", shutdownForceTime: "8s" } as const;
/** Runs that one worker drives at once; each takes a connection that listens. */
const mostCells = 50;

export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  /** By what the server knows it; its process and machine if nothing is said. */
  readonly identity?: string;
  readonly cacheDir: string;
  readonly activities: object;
  readonly log: Logger;
  /** 0 makes every step replay its workflow: how tests find what is not deterministic. */
  readonly maxCachedWorkflows?: number;
}

/** A worker over the given activities; used by the process and by the tests alike. */
export const createWorker = async (options: WorkerOptions): Promise<Worker> => {
  const { connection, namespace, taskQueue, identity, cacheDir, activities, log } = options;
  const { maxCachedWorkflows = 500 } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    ...(identity === undefined ? {} : { identity }),
    workflowBundle: await workflowBundle(cacheDir),
    activities: guarded(activities, log),
    maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: 20,
    ...shutdown,
  });
};

/**
 * A worker for what drives cells alone. A driver has its place for the whole run and waits nearly all of it: among the other
 * activities ten cells would leave half of the places to everything else. A run is never given up: robots wait in the middle of it.
 */
export const createCellWorker = ({
  connection,
  namespace,
  taskQueue,
  activities,
}: Pick<WorkerOptions, "connection" | "namespace" | "taskQueue" | "activities">): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue: cellTaskQueue(taskQueue),
    activities: guarded(activities),
    maxConcurrentActivityTaskExecutions: mostCells,
    ...shutdown,
  });
