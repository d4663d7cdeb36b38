import { z } from "zod";
import { isTooDeep, tooDeep } from "./nesting.ts";

/**
 * The parts of OpenAI's request bodies that this server reads. A field that would change the answer and is not supported
 * is refused by its name; hints and fields that are unknown are ignored, as other servers do.
 */

const refused = (why: string) => z.null({ error: why }).optional();
const unsupported = refused("is not supported by this server");

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const content = z.union([z.string(), z.array(textPart)], { error: "must be text or a list of text parts" });

const toolCall = z.object({
  id: z.string(),
  type: z.literal("function"),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const message = z.discriminatedUnion("role", [
  z.object({ role: z.literal("system"), content }),
  z.object({ role: z.literal("developer"), content }),
  z.object({ role: z.literal("user"), content }),
  z.object({
    role: z.literal("assistant"),
    content: content.nullish(),
    tool_calls: z.array(toolCall).nullish(),
  }),
  z.object({ role: z.literal("tool"), content, tool_call_id: z.string() }),
]);

const shallow = (value: unknown) => !isTooDeep(value);
const jsonSchema = z
  .union([z.record(z.string(), z.unknown()), z.boolean()], {
    error: "must be a JSON schema: an object or a boolean",
  })
  .refine(shallow, tooDeep);

const tool = z.object({
  type: z.literal("function"),
  function: z.object({
    name: z.string().regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, _ or -"),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).refine(shallow, tooDeep).nullish(),
    strict: z.boolean().nullish(),
  }),
});

const toolChoice = z.union(
  [
    z.enum(["none", "auto", "required"]),
    z.object({ type: z.literal("function"), function: z.object({ name: z.string() }) }),
  ],
  { error: 'must be "none", "auto", "required" or a function by its name' },
);

const responseFormat = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text") }),
  z.object({ type: z.literal("json_object") }),
  z.object({
    type: z.literal("json_schema"),
    json_schema: z.object({ name: z.string().optional(), schema: jsonSchema }),
  }),
  // Not OpenAI's: one text of a list, or what a regular expression matches.
  z.object({ type: z.literal("regex"), regex: z.string().min(1).max(20_000) }),
  z.object({ type: z.literal("choice"), choice: z.array(z.string().min(1)).min(1).max(10_000) }),
]);

/** vLLM's names for the same. */
const structuredOutputs = z.object({
  json: z.union([jsonSchema, z.string()]).optional(),
  regex: z.string().min(1).max(20_000).optional(),
  choice: z.array(z.string().min(1)).min(1).max(10_000).optional(),
  json_object: z.boolean().optional(),
  grammar: unsupported,
  structural_tag: unsupported,
});

const bias = z
  .record(z.string().regex(/^\d{1,9}$/, "must be token numbers"), z.number().min(-100).max(100))
  .refine((entries) => Object.keys(entries).length <= 1024, "must have at most 1,024 tokens");

const sampling = {
  model: z.string().optional(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  top_k: z.number().int().min(-1).max(1_000_000).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  repetition_penalty: z.number().gt(0).max(10).nullish(),
  logit_bias: bias.nullish(),
  // Clients draw them from 64 bits, more than a number holds exactly.
  seed: z.number().refine(Number.isInteger, "must be a whole number").nullish(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(16)]).nullish(),
  n: z.number().int().min(1).max(16).nullish(),
  response_format: responseFormat.nullish(),
  structured_outputs: structuredOutputs.nullish(),
  guided_json: z.union([jsonSchema, z.string()]).nullish(),
  guided_regex: z.string().min(1).max(20_000).nullish(),
  guided_choice: z.array(z.string().min(1)).min(1).max(10_000).nullish(),
  guided_grammar: unsupported,
  /** Not OpenAI's: the answer ends after so many milliseconds with what it has. */
  deadline_ms: z.number().int().positive().max(86_400_000).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
};

const tokenLimit = z.number().int().min(1);

export const chatRequest = z
  .object({
    ...sampling,
    messages: z.array(message).min(1),
    tools: z.array(tool).max(128).nullish(),
    tool_choice: toolChoice.nullish(),
    parallel_tool_calls: z.boolean().nullish(),
    max_tokens: tokenLimit.nullish(),
    max_completion_tokens: tokenLimit.nullish(),
    logprobs: z.boolean().nullish(),
    top_logprobs: z.number().int().min(0).max(20).nullish(),
    functions: refused("is deprecated; use tools"),
    function_call: refused("is deprecated; use tool_choice"),
    modalities: z.array(z.literal("text", { error: "can only be text" })).nullish(),
    audio: unsupported,
    web_search_options: unsupported,
  })
  .refine(({ logprobs, top_logprobs: top }) => !top || logprobs === true, {
    path: ["top_logprobs"],
    error: "needs logprobs to be true",
  });

/** What the engine's numbers hold; whether the model has such a token it says itself. */
const largestToken = 2 ** 31 - 1;
const tokenIds = z.array(z.number().int().min(0).max(largestToken)).min(1);

export const completionRequest = z
  .object({
    ...sampling,
    prompt: z.union(
      [z.string(), tokenIds, z.array(z.string()).min(1).max(64), z.array(tokenIds).min(1).max(64)],
      {
        error: "must be text, token numbers, or a list of up to 64 of these",
      },
    ),
    max_tokens: z.number().int().min(0).nullish(),
    logprobs: z.number().int().min(0).max(20).nullish(),
    echo: z.boolean().nullish(),
    suffix: refused("is not supported: the model cannot fill a gap"),
    best_of: z.literal(1, { error: "is not supported beyond 1; use n" }).nullish(),
  })
  .refine(({ echo, logprobs }) => !echo || logprobs == null, {
    path: ["logprobs"],
    error: "is not supported together with echo",
  })
  .refine(({ echo, max_tokens: most }) => most !== 0 || echo === true, {
    path: ["max_tokens"],
    error: "can be 0 only with echo",
  });

export const embeddingRequest = z.object({
  model: z.string().optional(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(2048)], {
    error: "must be text or a list of up to 2,048 texts; token numbers are another model's",
  }),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.number().int().min(1).nullish(),
});

export type ChatRequest = z.infer<typeof chatRequest>;
export type ChatMessage = ChatRequest["messages"][number];
export type Tool = z.infer<typeof tool>;
export type CompletionRequest = z.infer<typeof completionRequest>;
export type EmbeddingRequest = z.infer<typeof embeddingRequest>;
/** What both kinds of request say about how tokens are chosen. */
export type SamplingRequest = Pick<CompletionRequest, keyof typeof sampling>;
