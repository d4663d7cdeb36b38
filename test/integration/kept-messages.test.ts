import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { keepMessages } from "../../services/api/commands/kept-messages.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import { silentLogger } from "../../services/core/log.ts";
import { addMessage } from "../../services/mes/queries/conversations.ts";
import { createTestPlant } from "../support/plant.ts";

test("what was said while the workflow engine was away is handed on in order when it is back, and not again", async () => {
  const { db, close } = await createTestPlant();
  onTestFinished(close);
  const say = (id: string) =>
    db
      .transaction()
      .execute((tx) =>
        addMessage(tx, { id, conversationId: "c", userId: "li.wei", actor: "李伟", text: id }),
      );
  await say("first");
  await say("second");
  await say("an old one");
  await sql`update chat_message set created_at = now() - interval '1 day' where id = 'an old one'`.execute(
    db,
  );
  let away = 3;
  const tried: string[] = [];
  const { promise: through, resolve } = Promise.withResolvers<void>();
  const kept = keepMessages({
    db,
    log: silentLogger,
    everyMs: 1,
    deliver: async (by, { messageId }) => {
      expect(by).toEqual({ id: "li.wei", roles: ["dispatcher", "planner"] });
      if (away-- > 0) throw new MillwrightError("TEMPORAL_UNAVAILABLE", { address: "temporal:7233" });
      tried.push(messageId);
      if (messageId === "third") resolve();
      // One that its conversation does not take holds up no other.
      if (messageId === "first") throw new Error("the conversation has failed");
    },
  });
  await say("third");
  kept.waits();
  await through;
  await kept.close();
  expect([...new Set(tried)]).toEqual(["first", "second", "third"]);
  expect(tried.filter((id) => id === "second").length).toBeLessThan(3);
});
