import type { Bilingual } from "../lib/language.ts";

/** The conversation's events as the server stores and sends them; the vocabulary follows AG-UI. */
export interface Evidence {
  readonly kind: string;
  readonly id: string;
  readonly label?: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  readonly source: string;
  readonly at: string;
}

interface Common {
  readonly conversationId: string;
  readonly seq: number;
  /** Wall time, ISO 8601. */
  readonly time: string;
}

/** What was imagined and would move the plan. */
export type Imagined =
  | { readonly kind: "down"; readonly equipmentId: string; readonly from: string; readonly to: string }
  | { readonly kind: "late"; readonly receiptId: string; readonly time: string };

export interface Card {
  readonly title?: Bilingual;
  readonly rows?: readonly { readonly label: Bilingual; readonly value: string }[];
  readonly evidence?: readonly Evidence[];
  readonly happening?: Imagined;
  /** The page where there is more of it. */
  readonly page?: "repairs" | "documents" | "replay";
}

export type ChatEvent = Common &
  (
    | { type: "USER_MESSAGE"; messageId: string; text: string; actor: string }
    | { type: "RUN_STARTED"; runId: string; messageId: string }
    | { type: "STEP_STARTED"; runId: string; stepId: string; role: string; title: Bilingual }
    | {
        type: "STEP_FINISHED";
        runId: string;
        stepId: string;
        role: string;
        status: "ok" | "warn" | "fail";
        summary: Bilingual;
        evidence: readonly Evidence[];
      }
    | { type: "TOOL_CALL_START"; runId: string; toolCallId: string; tool: string; title?: Bilingual }
    | { type: "TOOL_CALL_ARGS"; runId: string; toolCallId: string; delta: string }
    | {
        type: "TOOL_CALL_END";
        runId: string;
        toolCallId: string;
        tool: string;
        title?: Bilingual;
        args: Record<string, unknown>;
      }
    | { type: "TOOL_CALL_RESULT"; runId: string; toolCallId: string; status: "ok" | "failed"; card: Card }
    | {
        type: "APPROVAL_REQUESTED";
        runId: string;
        approvalId: string;
        toolCallId: string;
        tool: string;
        args: Record<string, unknown>;
        argsHash: string;
        planVersion: number;
        role: string;
        expiresAt: string;
        summary: Bilingual;
        evidence: readonly Evidence[];
      }
    | {
        type: "APPROVAL_DECIDED";
        runId: string;
        approvalId: string;
        decision: "approve" | "reject" | "expired";
        actor: string;
      }
    | { type: "TEXT_MESSAGE_START"; runId: string; messageId: string }
    | { type: "TEXT_MESSAGE_CONTENT"; runId: string; messageId: string; delta: string }
    | { type: "TEXT_MESSAGE_END"; runId: string; messageId: string }
    | { type: "CHOICES"; runId: string; choices: readonly { label: Bilingual; text: string }[] }
    | { type: "RUN_FINISHED"; runId: string; outcome: string }
    | { type: "RUN_ERROR"; runId: string; error: { code: string; message: Bilingual } }
    | {
        type: "JOB_PROGRESS";
        jobOrderId: string;
        equipmentId?: string;
        state: string;
        good: number;
        scrap: number;
        quantity?: number;
      }
  );
