import { expect, test } from "vitest";
import { isPassing } from "../../../services/core/passing.ts";
import { openDesk } from "./desk.ts";

test("what a thread of the desk fails with is known for what it is, and does not stay unanswered", async () => {
  // Nobody listens there.
  const desk = openDesk("postgres://nobody@127.0.0.1:1/nothing");
  try {
    await expect(desk.ask("lateNow", new Date())).rejects.toSatisfy(isPassing);
    const asked = desk.ask("lineLoads", new Date(), new Date());
    const refused = expect(asked).rejects.toThrow("the scheduler's desk is closed");
    await desk.close();
    await refused;
  } finally {
    await desk.close();
  }
});
