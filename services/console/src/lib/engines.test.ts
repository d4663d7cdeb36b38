import { expect, test } from "vitest";
import { awayOf } from "./engines.ts";

const names = (told: Record<string, unknown>) => awayOf(told).map(({ engine }) => engine);

test("what is away is told with what it means; what is well, or not known of, is not", () => {
  expect(names({ status: "ready", database: "ok", temporal: "ok" })).toEqual([]);
  const [away] = awayOf({ status: "ready", database: "ok", temporal: "ok", broker: "connect ECONNREFUSED" });
  expect(away).toMatchObject({ engine: "broker", reason: "connect ECONNREFUSED" });
  expect(away!.meaning.zh).toContain("MQTT");
  expect(away!.meaning.en).toContain("MQTT");
});

test("what follows from another thing that is away is not told beside it", () => {
  expect(names({ database: "gone", temporal: "gone", machines: "gone" })).toEqual(["database", "temporal"]);
  expect(names({ database: "ok", broker: "gone", machines: "gone", model: "gone" })).toEqual([
    "broker",
    "model",
  ]);
  expect(names({ database: "ok", broker: "ok", machines: "nobody" })).toEqual(["machines"]);
});
