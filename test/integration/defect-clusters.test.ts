import { afterAll, beforeAll, expect, test } from "vitest";
import {
  closeCluster,
  type FoundCluster,
  storeClusters,
} from "../../services/mes/commands/inspection/clusters.ts";
import { clusters } from "../../services/mes/queries/inspection.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute));
const words = { zh: "-", en: "-" };

/** What a look finds that counts the defects of some minutes. */
const found = (...minutes: readonly number[]): FoundCluster => ({
  ...{ line: "SMT-1", method: "AOI", kind: "ComponentMissing", source: "feeder", sourceId: "F-07" },
  ...{
    product: null,
    found: minutes.length,
    rejected: 0,
    expected: 0.2,
    boards: 100,
    chance: 1e-6,
    tests: 40,
  },
  ...{ firstAt: at(minutes[0]!), lastAt: at(minutes.at(-1)!), designators: ["C1"], alternatives: [] },
  ...{ times: minutes.map(at), order: null, text: words, cause: words, advice: words },
});

test("defects that come again after a person has said what a cluster was are a new one, though it begins with the same defect", async () => {
  const look = (now: number, ...minutes: readonly number[]) =>
    plant.db.transaction().execute((tx) => storeClusters(tx, [found(...minutes)], at(now)));
  expect(await look(5, 1, 2, 3)).toBe(1);
  expect(await look(6, 1, 2, 3)).toBe(0);
  const [first] = await clusters(plant.db, { all: false, limit: 10 });
  const closed = { id: first!.id, cause: "Confirmed", note: "", actorId: "wang.fang", now: at(10) } as const;
  await plant.db.transaction().execute((tx) => closeCluster(tx, closed));
  expect(await look(13, 1, 2, 3, 11, 12)).toBe(0);
  expect(await look(14, 1, 2, 3, 11, 12, 13)).toBe(1);
  const [second, ...others] = await clusters(plant.db, { all: false, limit: 10 });
  expect(others).toEqual([]);
  expect(second!.id).not.toBe(first!.id);
});
