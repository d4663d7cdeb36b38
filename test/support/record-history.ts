import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "@temporalio/client";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";

const folder = join(import.meta.dirname, "../histories");

/** Keeps a history for the replay test when asked to: RECORD_HISTORIES=1. */
export const recordHistory = async (temporal: Client, name: string, workflowId: string): Promise<void> => {
  if (!process.env["RECORD_HISTORIES"]) return;
  await mkdir(folder, { recursive: true });
  const history = await temporal.workflow.getHandle(workflowId).fetchHistory();
  await writeFile(join(folder, `${name}.json`), `${historyToJSON(history)}\n`);
};
