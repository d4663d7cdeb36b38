import { expect, test } from "vitest";
import { createAttempts } from "./attempts.ts";

test("after so many failures a key is refused until their time is over, and no other key with it", () => {
  let now = 0;
  const attempts = createAttempts({ most: 3, spanMs: 60_000, now: () => now });
  for (let tries = 0; tries < 3; tries += 1) {
    attempts.require("a");
    attempts.failed("a");
    now += 10_000;
  }
  expect(() => attempts.require("a")).toThrow("try again in 30 s");
  attempts.require("b");
  now = 60_000;
  attempts.require("a");
});

test("a success forgets the failures before it", () => {
  const attempts = createAttempts({ most: 2, now: () => 0 });
  for (let rounds = 0; rounds < 3; rounds += 1) {
    attempts.failed("a");
    attempts.succeeded("a");
  }
  attempts.require("a");
});

test("only so many keys are remembered", () => {
  const attempts = createAttempts({ most: 1, mostKeys: 2, now: () => 0 });
  for (const key of ["a", "b", "c"]) attempts.failed(key);
  attempts.require("a");
  expect(() => attempts.require("c")).toThrow("Too many requests");
});
