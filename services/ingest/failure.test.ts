import { expect, test } from "vitest";
import { failureOf } from "./failure.ts";

const aboutOf = (topic: string, problem: string) =>
  failureOf(new RangeError(problem), topic).details["about"];

test("states of a vehicle that cannot be read are about one thing, whatever figures and places they hold", () => {
  const topic = "uagv/v2/ACME/AGV-7/state";
  expect(aboutOf(topic, "errors.3.errorLevel: must be WARNING")).toBe(
    aboutOf(topic, "errors.12.errorLevel: must be WARNING"),
  );
  expect(aboutOf(topic, "errors.3.errorLevel: must be WARNING")).not.toBe(
    aboutOf(topic, "driving: must be true or false"),
  );
  // What is said once has to be kept once.
  expect(aboutOf("cfx/v2/BINJIANG/FT-1", "TimeStamp: must be a time")).toBeUndefined();
});
