import { expect, test } from "vitest";
import { partNames, readStartOptions } from "./options.ts";

test("everything starts unless parts are named", () => {
  expect([...readStartOptions([]).only]).toEqual([...partNames]);
  expect([...readStartOptions(["--only", "api, worker"]).only]).toEqual(["api", "worker"]);
});

test("the command line's settings are named as in the environment", () => {
  expect(readStartOptions(["--port", "8080", "--data", "/tmp/x"]).settings).toEqual({
    API_PORT: "8080",
    DATA_DIR: "/tmp/x",
  });
});

test("a wrong part or option is named", () => {
  expect(() => readStartOptions(["--only", "coffee"])).toThrow(/no part "coffee"/);
  expect(() => readStartOptions(["--only", "coffee"])).toThrow(
    expect.objectContaining({
      bilingual: expect.objectContaining({ zh: expect.stringContaining("没有名为 coffee 的部件") }),
    }),
  );
  expect(() => readStartOptions(["--fast"])).toThrow(/--fast/);
});
