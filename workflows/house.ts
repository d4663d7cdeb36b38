import { ApplicationFailure } from "@temporalio/common";
import { type NativeConnection, Worker } from "@temporalio/worker";
import { MillwrightError } from "../services/core/errors.ts";
import { workflowBundle } from "./bundle.ts";

type Activities = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Gives the catalogue's errors the form that crosses Temporal's border: the code as the type, and no retry where a
 * retry cannot help.
 */
const withCataloguedFailures = <T extends object>(activities: T): T =>
  Object.fromEntries(
    Object.entries(activities as unknown as Activities).map(([name, activity]) => [
      name,
      async (...args: never[]) => {
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
        }
      },
    ]),
  ) as T;

export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly cacheDir: string;
  readonly activities: object;
  /** 0 makes every step replay its workflow: how tests find what is not deterministic. */
  readonly maxCachedWorkflows?: number;
}

/** A worker over the given activities; used by the process and by the tests alike. */
export const createWorker = async (options: WorkerOptions): Promise<Worker> => {
  const { connection, namespace, taskQueue, cacheDir, activities, maxCachedWorkflows = 500 } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: await workflowBundle(cacheDir),
    activities: withCataloguedFailures(activities),
    maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: 20,
    shutdownGraceTime: "5s",
    shutdownForceTime: "8s",
  });
};
