import type { LlmClient } from "../../services/llm/client.ts";
import type { LanguageModel } from "./llm.ts";

/** The agents' view of whatever model server the plant has. */
export const createLanguageModel = (client: LlmClient): LanguageModel => {
  // Asked once; a server that is exchanged is noticed when a request to it fails.
  let known: ReturnType<LanguageModel["describe"]> | undefined;
  const describe: LanguageModel["describe"] = () => {
    known ??= client.decoder().then(
      ({ id, promptStyle }) => ({
        model: id,
        promptStyle: promptStyle === "closed-set" ? "closed-set" : "described",
      }),
      (error) => {
        known = undefined;
        throw error;
      },
    );
    return known;
  };
  return {
    describe,
    chatJson: async (request) => {
      try {
        const { json, text, confidence } = await client.chatJson(request);
        return { json, text, confidence: confidence?.min ?? null };
      } catch (error) {
        known = undefined;
        throw error;
      }
    },
  };
};
