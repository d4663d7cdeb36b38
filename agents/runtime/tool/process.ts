import { product } from "./arguments.ts";
import { automatic, define } from "./definition.ts";

// The plant's documents.

export const writeDocument = define(
  "write_document",
  "编写作业指导书",
  "Write work instruction",
  "Write, draft or generate the work instruction, SOP or process document of a product; product is null when none is named.",
  { product },
  automatic,
);

export const askKnowledge = define(
  "ask_knowledge",
  "知识问答",
  "Ask the documents",
  "Answer from the plant's documents: limits, procedures, rules, test limits, torque, bake times, spare parts; how something is done or what is allowed.",
  {},
  automatic,
);
