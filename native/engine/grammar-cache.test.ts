import { afterAll, expect, test } from "vitest";
import { ask, modelFolder } from "../../test/support/engine.ts";
import { tinyDecoder } from "../../test/support/tiny-gguf.ts";
import { loadDecoder } from "../index.ts";

const files = modelFolder();
afterAll(() => files.remove());

test("a grammar that has met as much as it can hold is compiled afresh for those who come later", async () => {
  const model = await loadDecoder(await files.write("tiny.gguf", tinyDecoder()), {
    threads: 1,
    contextLength: 2_000,
  });
  // Which of the letters so far were no z is all remembered.
  const grammar = { kind: "regex", source: "[a-z]*[a-y][a-z]{3500}" } as const;
  for (let seed = 0; seed < 3; seed += 1) {
    const answer = ask(model, { prompt: "x", maxTokens: 1_800, temperature: 2, seed, grammar });
    expect((await answer).tokens).toHaveLength(1_800);
  }
  await model.close();
});
