import { expect, test } from "vitest";
import { discreetClient } from "./discreet.ts";

test("a server elsewhere gets stand-ins for people in the message and in the values that it may answer with", async () => {
  const sent: unknown[] = [];
  const client = discreetClient(
    {
      chatJson: async (request: {
        readonly messages: readonly { readonly role: "user"; readonly content: string }[];
        readonly schema: Readonly<Record<string, unknown>>;
      }) => {
        sent.push(request);
        const [first] = request.schema["enum"] as readonly string[];
        return { text: JSON.stringify({ thing: first }), json: { thing: first } };
      },
      embed: async () => [],
    },
    async () => ["李伟", "li.wei"],
  );
  const answer = await client.chatJson({
    messages: [{ role: "user", content: "李伟 在哪" }],
    schema: { enum: ["李伟", "AGV-1", null] },
  });
  expect(JSON.stringify(sent)).not.toContain("李伟");
  expect(sent).toMatchObject([{ schema: { enum: ["NAME_1", "AGV-1", null] } }]);
  expect(answer).toEqual({ text: '{"thing":"李伟"}', json: { thing: "李伟" } });
});
