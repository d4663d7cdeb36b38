import { MillwrightError } from "../core/errors.ts";
import { type Confidence, confidenceOf, type WireLogprobs } from "./confidence.ts";
import { discreetClient, isElsewhere } from "./discreet.ts";
import { createTransport, type TransportOptions } from "./transport.ts";

export type { Confidence } from "./confidence.ts";

export interface LlmClientOptions extends TransportOptions {
  /** Whether a server elsewhere is the plant's own. */
  readonly isOwn?: boolean;
  /** People who are known; with them, a server that is elsewhere and not the plant's own learns nothing about people. */
  readonly names?: () => Promise<readonly string[]>;
  /** Absent: the first model that the server lists. */
  readonly model?: string;
  /** Absent: the first encoder that the server lists, else the model. */
  readonly embeddingModel?: string;
}

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface ChatJsonRequest {
  readonly messages: readonly ChatMessage[];
  /** JSON schema that the answer satisfies; the server decodes under it where it can. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Default 256. */
  readonly maxTokens?: number;
  readonly seed?: number;
  readonly temperature?: number;
  readonly signal?: AbortSignal;
  /** Called with every further part of the text as it comes. */
  readonly onDelta?: (text: string) => void;
}

export interface ChatJsonAnswer {
  /** The parsed answer; the caller validates it, for not every server holds to the schema. */
  readonly json: unknown;
  readonly text: string;
  /** Absent when the server reports no probabilities. */
  readonly confidence?: Confidence;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number };
}

export interface ModelInfo {
  readonly id: string;
  /** "closed-set": a model trained on bare commands, which wants no instructions. */
  readonly promptStyle: "closed-set" | "general";
  readonly role: "decoder" | "encoder";
  readonly contextLength?: number;
}

export interface LlmHealth {
  readonly ready: boolean;
  /** 0 to 1 while models load. */
  readonly progress: number;
}

/**
 * The client of the model: this house's server, or any OpenAI-compatible one (vLLM, llama.cpp, Ollama).
 * Every method throws MillwrightError: LLM_UNAVAILABLE, LLM_TIMEOUT, LLM_BAD_OUTPUT, LLM_PROMPT_TOO_LONG,
 * RATE_LIMITED or CONFIG_INVALID; and the caller's own AbortError when its signal aborts.
 */
export interface LlmClient {
  chatJson(request: ChatJsonRequest): Promise<ChatJsonAnswer>;
  /** One vector for each text, in order. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  models(signal?: AbortSignal): Promise<readonly ModelInfo[]>;
  /** The model that answers chats: the one that was chosen, else the first that is listed. */
  decoder(signal?: AbortSignal): Promise<ModelInfo>;
  /** What the server has refused so far, and is asked without. */
  lacks(): readonly Extra[];
  /** Never throws: a server that does not answer is not ready. */
  health(signal?: AbortSignal): Promise<LlmHealth>;
}

interface WireChoice {
  readonly message?: { readonly content?: string | null };
  readonly delta?: { readonly content?: string | null };
  readonly logprobs?: WireLogprobs | null;
  readonly finish_reason?: string | null;
}

interface WireAnswer {
  readonly choices?: readonly WireChoice[];
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number } | null;
}

interface WireModel {
  readonly id: string;
  readonly role?: string;
  readonly prompt_style?: string;
  readonly context_length?: number;
  readonly max_model_len?: number;
  /** Of llama.cpp. */
  readonly meta?: { readonly n_ctx?: number } | null;
}

/** The shipped decoder is one model wherever it is served: by this house, or as a file with its name, or under it, by another server. */
const isShipped = (id: string): boolean => /(?:^|[/\\:])millwright-\d+m(?:\.gguf)?$/.test(id);
const styleOf = ({ id, prompt_style: style }: Pick<WireModel, "id" | "prompt_style">) =>
  style === "closed-set" || (style === undefined && isShipped(id)) ? "closed-set" : "general";

const defaultMaxTokens = 256;

/** What not every server takes; each is left out once it was refused. */
const extras = [
  { name: "logprobs", about: /logprobs/i },
  { name: "usage", about: /stream_options|include_usage/i },
  { name: "schema", about: /json_schema|response_format/i },
  { name: "object", about: /response_format|json_object/i },
  { name: "at once", about: /chat_template_kwargs|enable_thinking/i },
] as const;
type Extra = (typeof extras)[number]["name"];

/** How a server is asked for JSON: by a schema that it decodes under, as any object, or by words alone. */
const formatOf = (schema: object, refused: ReadonlySet<Extra>): object => {
  if (!refused.has("schema"))
    return {
      response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } },
    };
  return refused.has("object") ? {} : { response_format: { type: "json_object" } };
};

/** Where the server does not hold the model to the schema, the model is told of it. */
const told = ({ messages, schema }: ChatJsonRequest): readonly ChatMessage[] => {
  const words = `Answer with one JSON object and nothing else. It satisfies this JSON schema: ${JSON.stringify(schema)}`;
  const [first, ...rest] = messages;
  return first?.role === "system"
    ? [{ role: "system", content: `${first.content}\n\n${words}` }, ...rest]
    : [{ role: "system", content: words }, ...messages];
};

const bad = (problem: string, cause?: unknown) =>
  new MillwrightError("LLM_BAD_OUTPUT", { problem }, { cause });

const isConfigInvalid = (error: unknown): boolean =>
  error instanceof MillwrightError && error.code === "CONFIG_INVALID";

const parseAnswer = (text: string, finish: string | null): unknown => {
  // Servers that only ask the model for JSON may get it behind thoughts, or in a fence.
  const bare = text
    .replace(/^\s*<think>[\s\S]*?<\/think>/, "")
    .trim()
    .replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, "$1");
  try {
    return JSON.parse(bare);
  } catch (cause) {
    if (finish === "length") throw bad("it was cut off at the token limit", cause);
    throw bad("it is not JSON", cause);
  }
};

/** Waits for what others wait for too, as long as the signal is not given. */
const waitFor = <T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return shared;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = () => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  shared.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  return promise;
};

export const createLlmClient = (options: LlmClientOptions): LlmClient => {
  const { url, isOwn = false, names } = options;
  const client = createPlainClient(options);
  return names && !isOwn && isElsewhere(url) ? discreetClient(client, names) : client;
};

const createPlainClient = (options: LlmClientOptions): LlmClient => {
  const transport = createTransport(options);
  const refused = new Set<Extra>();
  let known: Promise<readonly ModelInfo[]> | undefined;

  const models = async (signal?: AbortSignal): Promise<readonly ModelInfo[]> => {
    const { data } = await transport.json<{ data?: readonly WireModel[] }>("/models", { signal });
    return (data ?? []).map((model) => {
      const contextLength = model.context_length ?? model.max_model_len ?? model.meta?.n_ctx;
      return {
        id: model.id,
        role: model.role === "encoder" ? "encoder" : "decoder",
        promptStyle: styleOf(model),
        ...(contextLength === undefined ? {} : { contextLength }),
      };
    });
  };
  const listed = (signal?: AbortSignal) => {
    // Several wait for it: who is told to stop breaks it off for nobody else.
    known ??= models().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return waitFor(known, signal);
  };
  const decoder = async (signal?: AbortSignal): Promise<ModelInfo> => {
    const { model: chosen } = options;
    const known = await listed(signal);
    const found = known.find(({ id, role }) => (chosen === undefined ? role === "decoder" : id === chosen));
    const id = chosen ?? "default";
    return found ?? { id, role: "decoder", promptStyle: styleOf({ id }) };
  };
  const decoderId = async (signal?: AbortSignal) => options.model ?? (await decoder(signal)).id;
  const encoderId = async (signal?: AbortSignal) =>
    options.embeddingModel ??
    (await listed(signal)).find(({ role }) => role === "encoder")?.id ??
    decoderId(signal);

  const bodyOf = async (request: ChatJsonRequest) => ({
    model: await decoderId(request.signal),
    messages: refused.has("schema") ? told(request) : request.messages,
    max_tokens: request.maxTokens ?? defaultMaxTokens,
    temperature: request.temperature ?? 0,
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    ...formatOf(request.schema, refused),
    // A model that thinks aloud first has spent its tokens before the answer begins.
    ...(refused.has("at once") ? {} : { chat_template_kwargs: { enable_thinking: false } }),
    ...(refused.has("logprobs") ? {} : { logprobs: true, top_logprobs: 2 }),
    ...(request.onDelta ? { stream: true } : {}),
    ...(request.onDelta && !refused.has("usage") ? { stream_options: { include_usage: true } } : {}),
  });

  const attempt = async (request: ChatJsonRequest): Promise<ChatJsonAnswer> => {
    const body = await bodyOf(request);
    let text = "";
    let finish: string | null = null;
    let usage: WireAnswer["usage"];
    const logprobs: NonNullable<WireLogprobs["content"]>[number][] = [];
    const take = (answer: WireAnswer) => {
      usage = answer.usage ?? usage;
      const choice = answer.choices?.[0];
      if (!choice) return;
      const part = choice.message?.content ?? choice.delta?.content ?? "";
      text += part;
      if (part && choice.delta) request.onDelta?.(part);
      logprobs.push(...(choice.logprobs?.content ?? []));
      finish = choice.finish_reason ?? finish;
    };
    if (request.onDelta) {
      for await (const answer of transport.events<WireAnswer>("/chat/completions", {
        body,
        signal: request.signal,
      }))
        take(answer);
    } else {
      take(await transport.json<WireAnswer>("/chat/completions", { body, signal: request.signal }));
    }
    const confidence = confidenceOf(logprobs);
    return {
      json: parseAnswer(text, finish),
      text,
      ...(confidence ? { confidence } : {}),
      usage: { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: usage?.completion_tokens ?? 0 },
    };
  };

  /** Asks once more where what was listed is served no more, such as after the server was replaced by one of another model. */
  const withListed = async <T>(ask: () => Promise<T>): Promise<T> => {
    const asked = known;
    try {
      return await ask();
    } catch (error) {
      if (!asked || !isConfigInvalid(error)) throw error;
      if (known === asked) known = undefined;
      return ask();
    }
  };

  return {
    chatJson: async (request) => {
      for (;;)
        try {
          return await withListed(() => attempt(request));
        } catch (error) {
          const about = error instanceof MillwrightError ? String(error.details["problem"] ?? "") : "";
          const extra = extras.find(({ name, about: field }) => !refused.has(name) && field.test(about));
          if (!extra) throw error;
          refused.add(extra.name);
        }
    },
    lacks: () => [...refused],
    embed: async (texts, signal) => {
      if (texts.length === 0) return [];
      const answer = await withListed(async () => {
        const body = { model: await encoderId(signal), input: texts, encoding_format: "float" };
        return transport.json<{ data?: readonly { index: number; embedding: readonly number[] }[] }>(
          "/embeddings",
          { body, signal },
        );
      });
      const vectors = [...(answer.data ?? [])].sort((a, b) => a.index - b.index);
      if (vectors.length !== texts.length)
        throw bad(`it has ${vectors.length} vectors for ${texts.length} texts`);
      return vectors.map(({ embedding }) => Float32Array.from(embedding));
    },
    models,
    decoder,
    health: (signal) => transport.health(signal),
  };
};
