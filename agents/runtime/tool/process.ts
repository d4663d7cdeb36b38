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

export const routing = define(
  "routing",
  "工艺路线",
  "Routing",
  "Tell how a product is made: its steps, the lines that can do them and how long each takes; product is null when none is named.",
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

export const instructionStatus = define(
  "instruction_status",
  "作业指导书状态",
  "Work instructions",
  "Tell which work instructions wait for approval, are drafts or are out of date.",
  {},
  automatic,
);
