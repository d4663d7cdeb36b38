import { expect, test } from "vitest";
import { createEndings } from "./endings.ts";

test("all is ended once, the latest first, whatever cannot be ended, and the first failure is told", async () => {
  const ended: string[] = [];
  const ends = (name: string, failure?: string) => async () => {
    ended.push(name);
    if (failure) throw new Error(failure);
  };
  const endings = createEndings(ends("lock"));
  endings.add(ends("database"));
  endings.add(ends("broker", "the broker stays"));
  endings.add(ends("parts", "a part stays"));
  await expect(endings.run()).rejects.toThrow("a part stays");
  expect(ended).toEqual(["parts", "broker", "database", "lock"]);
  await endings.run();
  expect(ended).toHaveLength(4);
});
