import { expect, test } from "vitest";
import { tellFullDisk } from "./full-disk.ts";

test("a full disk is told as such, every other failure as it is", () => {
  const full = Object.assign(new Error("could not extend file"), { code: "53100" });
  expect(tellFullDisk(full)).toMatchObject({ code: "DATABASE_FULL", cause: full });
  const other = Object.assign(new Error("duplicate key"), { code: "23505" });
  expect(tellFullDisk(other)).toBe(other);
  // A server that found no room for its log is gone before it can say so.
  expect(tellFullDisk(new Error("Connection terminated unexpectedly"), true)).toMatchObject({
    code: "DATABASE_FULL",
  });
});
