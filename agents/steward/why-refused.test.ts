import { expect, test } from "vitest";
import type { Db } from "../../services/mes/database.ts";
import { whyRefused } from "./why-refused.ts";

/** A data store in which the run before this one ended so. */
const after = (outcome: string): Db => {
  const row = { outcome, id: "m1", conversation_id: "c", user_id: "u", text: "switch the light curtain off" };
  const query: object = new Proxy(
    {},
    { get: (_, name) => (name === "executeTakeFirst" ? async () => row : () => query) },
  );
  return query as Db;
};
const filter = {
  refusalOf: async () => ({ zh: "安全装置不能解除。", en: "Safety devices are not bypassed." }),
};
const at = { conversationId: "c", messageId: "m2" };

test("why a sentence was turned down is told of that sentence, and of no order that was talked of before", async () => {
  expect((await whyRefused(after("refused"), filter, "为什么", at))?.zh).toContain("安全装置不能解除");
  expect((await whyRefused(after("refused"), filter, "why not?", at))?.en).toContain(
    "turned the last sentence",
  );
  expect(await whyRefused(after("refused"), filter, "why is WO-1042 late", at)).toBeUndefined();
  expect(await whyRefused(after("done"), filter, "为什么", at)).toBeUndefined();
});
