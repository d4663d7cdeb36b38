import type { ChatMessage, PromptStyle } from "./prompt.ts";

/** What the agents need of a language model; `services/llm/client.ts` gives it for any OpenAI-compatible server. */
export interface LanguageModel {
  /** One JSON value, decoded under the schema. */
  chatJson(request: ChatJsonRequest): Promise<ChatJson>;
  /** How the model wants to be asked, and its name. */
  describe(): Promise<{ readonly model: string; readonly promptStyle: PromptStyle }>;
}

export interface ChatJsonRequest {
  readonly messages: readonly ChatMessage[];
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxTokens: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onDelta?: (text: string) => void;
}

export interface ChatJson {
  readonly json: unknown;
  readonly text: string;
  /** Least probability of a token where the grammar left a choice; null when the server does not say. */
  readonly confidence: number | null;
}
