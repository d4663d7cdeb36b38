import { MillwrightError } from "../core/errors.ts";
import type { Grammar } from "./engine.ts";
import { isTooDeep, tooDeep } from "./nesting.ts";
import type { SamplingRequest } from "./requests.ts";

type StructuredRequest = Pick<
  SamplingRequest,
  "response_format" | "structured_outputs" | "guided_json" | "guided_regex" | "guided_choice"
>;

const anyObject = { type: "object" };

type Source = Omit<Grammar, "fault">;

const schema = (value: unknown): Source => ({ kind: "schema", source: JSON.stringify(value) });
/** vLLM takes a schema as text, too. */
const schemaOrText = (value: unknown, path: string): Source => {
  if (typeof value !== "string") return schema(value);
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch (cause) {
    const problem = `it is no JSON: ${(cause as Error).message}`;
    throw new MillwrightError("INVALID_INPUT", { path, problem }, { cause });
  }
  if (isTooDeep(parsed)) throw new MillwrightError("INVALID_INPUT", { path, problem: tooDeep });
  return schema(parsed);
};
const regex = (source: string): Source => ({ kind: "regex", source });
const choice = (texts: readonly string[]): Source => ({ kind: "choice", source: JSON.stringify(texts) });

/** Every way of asking for structure that the request uses, by the name of its field. */
const ways = (request: StructuredRequest): (readonly [name: string, source: Source])[] => {
  const { response_format: format, structured_outputs: outputs } = request;
  const out: (readonly [string, Source])[] = [];
  if (format?.type === "json_object") out.push(["response_format", schema(anyObject)]);
  if (format?.type === "json_schema") out.push(["response_format", schema(format.json_schema.schema)]);
  if (format?.type === "regex") out.push(["response_format", regex(format.regex)]);
  if (format?.type === "choice") out.push(["response_format", choice(format.choice)]);
  if (outputs?.json !== undefined)
    out.push(["structured_outputs.json", schemaOrText(outputs.json, "structured_outputs.json")]);
  if (outputs?.regex !== undefined) out.push(["structured_outputs.regex", regex(outputs.regex)]);
  if (outputs?.choice !== undefined) out.push(["structured_outputs.choice", choice(outputs.choice)]);
  if (outputs?.json_object) out.push(["structured_outputs.json_object", schema(anyObject)]);
  if (request.guided_json != null)
    out.push(["guided_json", schemaOrText(request.guided_json, "guided_json")]);
  if (request.guided_regex != null) out.push(["guided_regex", regex(request.guided_regex)]);
  if (request.guided_choice != null) out.push(["guided_choice", choice(request.guided_choice)]);
  return out;
};

/**
 * What the answer must follow; undefined: free text.
 *
 * @throws MillwrightError INVALID_INPUT when it is said in two ways
 */
export const grammarOf = (request: StructuredRequest): Grammar | undefined => {
  const [first, second] = ways(request);
  if (second)
    throw new MillwrightError("INVALID_INPUT", { path: second[0], problem: `${first![0]} is given too` });
  if (!first) return undefined;
  const [path, source] = first;
  return { ...source, fault: (problem) => ({ path, problem }) };
};
