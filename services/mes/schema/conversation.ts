import type { Generated, GeneratedAlways } from "kysely";
import type { Json } from "./json.ts";

/** Conversations, what the agents did in them, and what people approved. */
export interface ConversationTables {
  conversation: ConversationTable;
  chat_message: ChatMessageTable;
  chat_event: ChatEventTable;
  agent_run: AgentRunTable;
  tool_call: ToolCallTable;
  agent_step: AgentStepTable;
  approval: ApprovalTable;
}

export interface ConversationTable {
  id: string;
  user_id: string;
  title: string | null;
  created_at: Generated<Date>;
  last_seq: Generated<number>;
  mentioned_order: string | null;
  mentioned_line: string | null;
}

export interface ChatMessageTable {
  id: string;
  conversation_id: string;
  user_id: string;
  text: string;
  created_at: GeneratedAlways<Date>;
  /** From where it was said. */
  origin: string | null;
}

export interface ChatEventTable {
  conversation_id: string;
  seq: number;
  /** What makes a repeated append recognisable. */
  key: string;
  type: string;
  time: GeneratedAlways<Date>;
  data: Json<Record<string, unknown>>;
}

export interface AgentRunTable {
  id: string;
  conversation_id: string;
  message_id: string;
  language: string;
  outcome: string | null;
  model: string | null;
  prompt: Json<object | null>;
  answer: string | null;
  confidence: number | null;
  started_at: GeneratedAlways<Date>;
  finished_at: Date | null;
}

export interface ToolCallTable {
  id: string;
  run_id: string;
  conversation_id: string;
  tool: string;
  args: Json<Record<string, string | number | null>>;
  args_hash: string;
  user_id: string;
  resolved: Json<Record<string, unknown> | null>;
  status: "Created" | "Proposed" | "Refused" | "Executed" | "Failed" | "Rejected" | "Expired";
  result: Json<Record<string, unknown> | null>;
}

export interface AgentStepTable {
  id: string;
  tool_call_id: string;
  role: string;
  status: "ok" | "warn" | "fail";
  summary: Json<{ zh: string; en: string }>;
  evidence: Json<object[]>;
  facts: Json<Record<string, unknown>>;
  finished_at: GeneratedAlways<Date>;
}

export interface ApprovalTable {
  id: string;
  tool_call_id: string;
  tool: string;
  args: Json<Record<string, unknown>>;
  args_hash: string;
  plan_version: number;
  role: string;
  expires_at: Date;
  status: "Pending" | "Approved" | "Rejected" | "Expired";
  decided_by: string | null;
  decided_at: Date | null;
}
