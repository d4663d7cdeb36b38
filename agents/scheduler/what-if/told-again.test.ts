import { expect, test } from "vitest";
import type { Db } from "../../../services/mes/database.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { toldAgain } from "./told-again.ts";

test("more of what was imagined is told of the same plan, until the plan or the hour is another", async () => {
  let version = 1;
  let made = 0;
  const answer = async (): Promise<ToolResult> => {
    made += 1;
    return { text: { zh: `${made}`, en: `${made}` }, evidence: [] };
  };
  const handler = toldAgain(answer, async () => version);
  let now = new Date("2026-11-02T09:00:00+08:00");
  const ask = async (text: string, words?: string) => {
    const context = {
      db: {} as Db,
      clock: { now: () => now },
      tool: "what_if_down",
      args: { line: "SMT-2", hours: 4, ...(words ? { words } : {}) },
      text,
    } as unknown as ToolContext;
    return (await handler(context)).text.en;
  };
  expect(await ask("what if SMT-2 stops for 4 h")).toBe("1");
  now = new Date("2026-11-02T09:20:00+08:00");
  expect(await ask("what if SMT-2 stops for 4 h", "what if SMT-2 stops for 4 h")).toBe("1");
  expect(await ask("and if SMT-2 stops 4 h today?")).toBe("2");
  version = 2;
  expect(await ask("what if SMT-2 stops for 4 h")).toBe("3");
  now = new Date("2026-11-02T11:00:00+08:00");
  expect(await ask("what if SMT-2 stops for 4 h")).toBe("4");
});
