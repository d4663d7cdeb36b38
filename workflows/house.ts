import { Context } from "@temporalio/activity";
import { ApplicationFailure } from "@temporalio/common";
import { type NativeConnection, Worker } from "@temporalio/worker";
import { MillwrightError } from "../services/core/errors.ts";
import { workflowBundle } from "./bundle.ts";
import { cellTaskQueue } from "./cell-run.ts";

const heartbeatMs = 2_500;

type Activities = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Gives the catalogue's errors the form that crosses Temporal's border (the code as the type, no retry where a retry
 * cannot help), and lets the server know that the activity's worker lives.
 */
const guarded = <T extends object>(activities: T): T =>
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
          if (!(error instanceof MillwrightError)) throw error;
          throw ApplicationFailure.create({
            type: error.code,
            message: error.message,
            details: [error.details],
            nonRetryable: !error.retryable,
            cause: error,
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
  /** 0 makes every step replay its workflow: how tests find what is not deterministic. */
  readonly maxCachedWorkflows?: number;
}

/** A worker over the given activities; used by the process and by the tests alike. */
export const createWorker = async (options: WorkerOptions): Promise<Worker> => {
  const { connection, namespace, taskQueue, identity, cacheDir, activities } = options;
  const { maxCachedWorkflows = 500 } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    ...(identity === undefined ? {} : { identity }),
    workflowBundle: await workflowBundle(cacheDir),
    activities: guarded(activities),
    maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: 20,
    ...shutdown,
  });
};

/**
 * A worker for what drives cells alone. A driver has its place for the whole run and waits nearly all of it: among the other
 * activities ten cells would leave half of the places to everything else.
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
