import type { Sign } from "../sign.ts";

/** Forges the marks of turns, or a call. */
export const marker: readonly Sign[] = [
  {
    pattern:
      /<\|?\/?(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|tool_call|function_call|start_of_turn|end_of_turn|bos|eos)\|?>|\[\/?inst\]|<<\/?sys>>|<\/?s>(?=\s*(?:\[|<|$))|<\/?(?:tool_call|function_calls?|invoke)\b/u,
  },
  { pattern: /\{[^{}]{0,40}"(?:tool|function|name|action)"\s*:\s*"[a-z]+_[a-z_]+"/u },
  {
    pattern: /#{2,}\s*(?:system|assistant|instruction|user|human|response)s?\s*(?:#{2,}|:)/u,
  },
  {
    pattern:
      /(?:^|[\s.])(?:system|assistant|developer)\s*[:：]\s*(?:you |ignore|approve|override|release|cancel|all |the user|no |\{)/u,
  },
  {
    pattern: /(?:^|[\s。])(?:系统|助手|开发者)[:：]\s*(?:你|忽略|批准|已批准|无需|不经|允许)/u,
  },
  {
    pattern:
      /(?:^|\s)(?:release_order|cancel_order|hold_order|resume_order|create_requisition|make_plan|adopt_repair|run_cell|move_order|change_order|expedite_order)(?:\s|\(|$)/u,
    in: ["document", "record", "message"],
  },
];
