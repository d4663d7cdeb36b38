import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { historyFromJSON } from "@temporalio/common/lib/proto-utils.js";
import { Worker } from "@temporalio/worker";
import { expect, inject, test } from "vitest";
import { workflowBundle } from "../../workflows/bundle.ts";

const folder = join(import.meta.dirname, "../histories");

test("today's workflows can take over every recorded history", async () => {
  const workflowBundled = await workflowBundle(inject("workflowBundles"));
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  const histories = await Promise.all(
    files.map(async (name) => {
      const history = historyFromJSON(JSON.parse(await readFile(join(folder, name), "utf8")));
      const { workflowId } = history.events![0]!.workflowExecutionStartedEventAttributes!;
      return { workflowId: workflowId!, history };
    }),
  );
  const results: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle: workflowBundled },
    histories,
  ))
    results.push(`${workflowId} ${error ? error.message : "ok"}`);
  expect(results.sort()).toEqual(histories.map(({ workflowId }) => `${workflowId} ok`).sort());
  expect(files.length).toBeGreaterThanOrEqual(3);
});
