import { expect, inject, test } from "vitest";
import { runChaos } from "../support/chaos/run.ts";

const none = { missing: [], twice: [] };

test("whatever is killed while all doors are written to, what was acknowledged is there, and there once", async () => {
  const { kills, writes, refused, fallen, verdict } = await runChaos({
    temporalAddress: inject("temporalAddress"),
    seed: 1,
    rounds: 1,
  });
  expect([...kills].sort()).toEqual(["api", "broker", "ingest", "postgres", "worker"]);
  expect(writes).toBeGreaterThan(50);
  expect(refused).toEqual([]);
  expect(fallen).toEqual([]);
  expect(verdict).toEqual({
    units: none,
    unitEvents: none,
    materials: none,
    writeEvents: 0,
    jobs: none,
    requisitions: none,
    releaseEvents: none,
    workflows: [],
    audit: "whole",
  });
}, 600_000);
