import { expect, test } from "vitest";
import { changeOf } from "./compared.ts";

const index = (value: number, half: number) => ({ value, low: value - half, high: value + half });

test("two indices differ where more lies between them than both of their errors together", () => {
  expect(changeOf(index(1.1, 0.1), index(1.4, 0.1)).en).toBe("it has become worse");
  expect(changeOf(index(1.4, 0.1), index(1.1, 0.1)).zh).toBe("变好了");
  // Their intervals overlap, and yet so much is no chance.
  expect(changeOf(index(1.2, 0.12), index(1.4, 0.12)).zh).toBe("变差了");
  expect(changeOf(index(1.3, 0.1), index(1.4, 0.1)).zh).toContain("看不出变化");
});
