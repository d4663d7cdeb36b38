import { expect, test } from "vitest";
import { patiently } from "./on-demand.ts";

const waits: number[] = [];
const wait = async (ms: number) => void waits.push(ms);

test("a page that the house does not give while it is away comes when it is back", async () => {
  let tries = 0;
  const load = async () => {
    tries += 1;
    if (tries < 5) throw new TypeError("Failed to fetch dynamically imported module");
    return "page";
  };
  expect(await patiently(load, { isUp: async () => false, wait })).toBe("page");
  expect(waits).toHaveLength(4);
});

test("one that a house does not have any more is not waited for", async () => {
  const load = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module"));
  await expect(patiently(load, { isUp: async () => true, wait })).rejects.toThrow("dynamically");
});
