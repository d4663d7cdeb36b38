import { expect, test } from "vitest";
import { asksWhoHeld } from "./who-held.ts";

test("who did something to an order is asked, and not who could", () => {
  for (const text of ["昨天夜里谁把1013停了", "1013谁挂的", "who put 1013 on hold and why"])
    expect([text, asksWhoHeld(text)]).toEqual([text, true]);
  for (const text of ["谁能下达1013", "who is 1013 for", "1013停了没"])
    expect([text, asksWhoHeld(text)]).toEqual([text, false]);
});
