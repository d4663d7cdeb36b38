import { type ToolCall, valuesOf } from "./call-schema.ts";
import type { Candidates, SaidArgument } from "./candidates.ts";
import { toolNamed } from "./tool.ts";

/**
 * The arguments that nobody said; empty when all are supported. Every id and amount of a call must stand in the
 * person's words, however they were put ("1042号工单", "贴片二线", "两百五十台", "a day and a half"), or have been mentioned
 * last. The schema that an answer is decoded under says the same; a server that does not keep to it is found out here.
 */
export const unsupportedArguments = ({ tool, ...args }: ToolCall, candidates: Candidates): SaidArgument[] => {
  const definition = toolNamed(tool);
  return (Object.keys(definition.arguments.shape) as SaidArgument[]).filter((name) => {
    const value = args[name];
    return value !== null && value !== undefined && !valuesOf(definition, name, candidates).includes(value);
  });
};
