import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FastifyInstance } from "fastify";
import type { Logger } from "../core/log.ts";
import { newestBackup } from "../mes/backup/age.ts";
import type { Db } from "../mes/database.ts";
import { type OperationFigure, operationFigures } from "../mes/queries/operation.ts";
import { createEngineWatch, type EngineChecks } from "./engines.ts";
import { type Sessions, viewerOf } from "./session.ts";

interface OperationDeps {
  readonly db: Db;
  readonly sessions: Sessions;
  readonly checks: EngineChecks;
  /** Where the house writes its backups, if it does. */
  readonly backupFolder: string | undefined;
  readonly log: Logger;
}

const quoted = (text: string) => `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
/** Prometheus text exposition format 0.0.4. */
const rendered = ({ name, help, type, values }: OperationFigure): string =>
  [
    `# HELP millwright_${name} ${help}`,
    `# TYPE millwright_${name} ${type}`,
    ...values.map(({ labels = {}, value }) => {
      const list = Object.entries(labels).map(([label, text]) => `${label}=${quoted(text)}`);
      return `millwright_${name}${list.length > 0 ? `{${list.join(",")}}` : ""} ${value}`;
    }),
  ].join("\n");

/**
 * What a supervisor and a monitoring system ask: `/healthz`, whether the process lives; `/readyz`, whether what it needs
 * answers, and what of the house does not; `/metrics`, queues, lags and outcomes.
 */
export const serveOperation = (
  app: FastifyInstance,
  { db, sessions, checks, backupFolder, log }: OperationDeps,
): void => {
  const engines = createEngineWatch(checks, log);
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const answers = new Map<string, number>();
  let seconds = 0;
  app.addHook("onClose", async () => void delay.disable());
  app.addHook("onResponse", async (request, reply) => {
    const key = `${request.routeOptions.url ?? "other"} ${reply.statusCode}`;
    answers.set(key, (answers.get(key) ?? 0) + 1);
    seconds += reply.elapsedTime / 1_000;
  });

  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const { isReady, told } = await engines.look();
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? "ready" : "not ready", ...told });
  });
  app.get("/metrics", async (request, reply) => {
    await viewerOf(sessions, request.headers);
    const own: OperationFigure[] = [
      {
        name: "http_requests_total",
        help: "Requests that this process has answered.",
        type: "counter",
        values: [...answers].map(([key, value]) => {
          const [route = "", status = ""] = key.split(" ");
          return { labels: { route, status }, value };
        }),
      },
      {
        name: "http_request_seconds_total",
        help: "Time that it took for them.",
        type: "counter",
        values: [{ value: seconds }],
      },
      {
        name: "event_loop_delay_seconds",
        help: "99th percentile of what this process kept others waiting.",
        type: "gauge",
        values: [{ value: delay.percentile(99) / 1e9 }],
      },
      {
        name: "resident_memory_bytes",
        help: "Memory of this process.",
        type: "gauge",
        values: [{ value: process.memoryUsage.rss() }],
      },
    ];
    const backedUp = backupFolder === undefined ? undefined : await newestBackup(backupFolder);
    if (backedUp !== undefined)
      own.push({
        name: "backup_age_seconds",
        help: "Time since the newest backup was made; absent where there is none.",
        type: "gauge",
        values: [{ value: Math.max(0, Date.now() - backedUp) / 1_000 }],
      });
    const figures = [...own, ...(await operationFigures(db))];
    return reply
      .header("content-type", "text/plain; version=0.0.4; charset=utf-8")
      .send(`${figures.map(rendered).join("\n")}\n`);
  });
};
