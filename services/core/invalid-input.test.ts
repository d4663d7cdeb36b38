import { expect, test } from "vitest";
import { z } from "zod";
import { invalidInput } from "./invalid-input.ts";

test("what is wrong with a value is told with its place, and with the value's own name where all of it is", () => {
  const schema = z.object({ points: z.array(z.object({ x: z.number() })) });
  const detailsOf = (value: unknown, within?: string) =>
    invalidInput(schema.safeParse(value).error!, "route", within).details;
  expect(detailsOf({ points: [{ x: 1 }, { x: "2" }] })["path"]).toBe("points.1.x");
  expect(detailsOf({ points: [{ x: "2" }] }, "routes.3")["path"]).toBe("routes.3.points.0.x");
  expect(detailsOf("PR-1")["path"]).toBe("route");
  expect(detailsOf("PR-1", "routes.3")["path"]).toBe("routes.3");
});
