import type { Bilingual } from "../lib/language.ts";
import type { Card, ChatEvent, Evidence } from "./events.ts";

/** One role's check. */
export interface Step {
  readonly id: string;
  readonly role: string;
  readonly title: Bilingual;
  readonly status: "running" | "ok" | "warn" | "fail";
  readonly summary?: Bilingual;
  readonly evidence: readonly Evidence[];
}

export interface ToolCallView {
  readonly id: string;
  readonly tool: string;
  readonly title?: Bilingual | undefined;
  /** The model's tokens as they came. */
  readonly streamed: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly result?: { readonly status: "ok" | "failed"; readonly card: Card };
}

export interface Approval {
  readonly id: string;
  readonly toolCallId: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly role: string;
  readonly expiresAt: string;
  readonly summary: Bilingual;
  readonly evidence: readonly Evidence[];
  readonly decision?: "approve" | "reject" | "expired";
  readonly actor?: string;
}

export interface JobProgress {
  readonly jobOrderId: string;
  readonly state: string;
  readonly good: number;
  readonly scrap: number;
  readonly quantity?: number | undefined;
}

/** One answer of the agents, from the message to the finished job. */
export interface Run {
  readonly id: string;
  readonly steps: readonly Step[];
  readonly call?: ToolCallView;
  readonly approval?: Approval;
  readonly texts: readonly { readonly id: string; readonly text: string; readonly done: boolean }[];
  readonly choices: readonly { readonly label: Bilingual; readonly text: string }[];
  readonly error?: { readonly code: string; readonly message: Bilingual };
  readonly finished: boolean;
}

export interface Turn {
  readonly messageId: string;
  readonly text: string;
  /** Plant time; undefined until the server has it. */
  readonly time: string | undefined;
  /** True until the server has the message. */
  readonly sending: boolean;
  readonly run?: Run;
}

export interface Transcript {
  readonly lastSeq: number;
  readonly turns: readonly Turn[];
  readonly jobs: Readonly<Record<string, JobProgress>>;
}

export const emptyTranscript: Transcript = { lastSeq: 0, turns: [], jobs: {} };

/** The turn that may be stopped: the last, until it has ended or waits for a person; one whose model is away too. */
export const turnUnderWay = ({ turns }: Transcript): Turn | undefined => {
  const last = turns.at(-1);
  return last?.run?.finished || last?.run?.approval ? undefined : last;
};

const newRun = (id: string): Run => ({ id, steps: [], texts: [], choices: [], finished: false });

const changeTurn = (
  transcript: Transcript,
  matches: (turn: Turn) => boolean,
  change: (turn: Turn) => Turn,
): Transcript => ({
  ...transcript,
  turns: transcript.turns.map((turn) => (matches(turn) ? change(turn) : turn)),
});

const changeRun = (transcript: Transcript, runId: string, change: (run: Run) => Run): Transcript =>
  changeTurn(
    transcript,
    (turn) => turn.run?.id === runId,
    (turn) => ({ ...turn, run: change(turn.run!) }),
  );

const putStep = (run: Run, step: Step): Run => ({
  ...run,
  steps: run.steps.some((known) => known.id === step.id)
    ? run.steps.map((known) => (known.id === step.id ? { ...step, title: step.title ?? known.title } : known))
    : [...run.steps, step],
});

const putText = (run: Run, id: string, delta: string, done: boolean): Run => ({
  ...run,
  texts: run.texts.some((known) => known.id === id)
    ? run.texts.map((known) =>
        known.id === id ? { id, text: known.text + delta, done: known.done || done } : known,
      )
    : [...run.texts, { id, text: delta, done }],
});

/** A message shown before the server has it. */
export const withDraft = (transcript: Transcript, messageId: string, text: string): Transcript => ({
  ...transcript,
  turns: [...transcript.turns, { messageId, text, time: undefined, sending: true }],
});

/** Without a message that the server did not take. */
export const withoutDraft = (transcript: Transcript, messageId: string): Transcript => ({
  ...transcript,
  turns: transcript.turns.filter((turn) => !turn.sending || turn.messageId !== messageId),
});

const apply = (transcript: Transcript, event: ChatEvent): Transcript => {
  switch (event.type) {
    case "USER_MESSAGE": {
      const { messageId, text, time } = event;
      const turn: Turn = { messageId, text, time, sending: false };
      return transcript.turns.some((known) => known.messageId === messageId)
        ? changeTurn(
            transcript,
            (known) => known.messageId === messageId,
            (known) => ({ ...known, ...turn }),
          )
        : { ...transcript, turns: [...transcript.turns, turn] };
    }
    case "RUN_STARTED":
      return changeTurn(
        transcript,
        (turn) => turn.messageId === event.messageId,
        (turn) => ({ ...turn, run: newRun(event.runId) }),
      );
    case "STEP_STARTED":
      return changeRun(transcript, event.runId, (run) =>
        putStep(run, {
          id: event.stepId,
          role: event.role,
          title: event.title,
          status: "running",
          evidence: [],
        }),
      );
    case "STEP_FINISHED":
      return changeRun(transcript, event.runId, (run) => {
        const known = run.steps.find((step) => step.id === event.stepId);
        const { stepId: id, role, status, summary, evidence } = event;
        return putStep(run, { id, role, title: known?.title ?? summary, status, summary, evidence });
      });
    case "TOOL_CALL_START":
      return changeRun(transcript, event.runId, (run) => ({
        ...run,
        call: { id: event.toolCallId, tool: event.tool, title: event.title, streamed: "" },
      }));
    case "TOOL_CALL_ARGS":
      return changeRun(transcript, event.runId, (run) =>
        run.call ? { ...run, call: { ...run.call, streamed: run.call.streamed + event.delta } } : run,
      );
    case "TOOL_CALL_END":
      // An error before this was one that waiting has mended.
      return changeRun(transcript, event.runId, ({ error: _mended, ...run }) => ({
        ...run,
        call: {
          id: event.toolCallId,
          tool: event.tool,
          title: event.title ?? run.call?.title,
          streamed: run.call?.streamed ?? "",
          args: event.args,
        },
      }));
    case "TOOL_CALL_RESULT":
      return changeRun(transcript, event.runId, (run) =>
        run.call
          ? { ...run, call: { ...run.call, result: { status: event.status, card: event.card } } }
          : run,
      );
    case "APPROVAL_REQUESTED": {
      const {
        approvalId: id,
        type: _type,
        seq: _seq,
        conversationId: _conversation,
        time: _time,
        runId,
        ...approval
      } = event;
      return changeRun(transcript, runId, (run) => ({ ...run, approval: { id, ...approval } }));
    }
    case "APPROVAL_DECIDED":
      return changeRun(transcript, event.runId, (run) =>
        run.approval
          ? { ...run, approval: { ...run.approval, decision: event.decision, actor: event.actor } }
          : run,
      );
    case "TEXT_MESSAGE_START":
      return changeRun(transcript, event.runId, (run) => putText(run, event.messageId, "", false));
    case "TEXT_MESSAGE_CONTENT":
      return changeRun(transcript, event.runId, (run) => putText(run, event.messageId, event.delta, false));
    case "TEXT_MESSAGE_END":
      return changeRun(transcript, event.runId, (run) => putText(run, event.messageId, "", true));
    case "CHOICES":
      return changeRun(transcript, event.runId, (run) => ({
        ...run,
        choices: [...run.choices, ...event.choices],
      }));
    case "RUN_ERROR":
      return changeRun(transcript, event.runId, (run) => ({ ...run, error: event.error }));
    case "RUN_FINISHED":
      return changeRun(transcript, event.runId, (run) => ({ ...run, finished: true }));
    case "JOB_PROGRESS": {
      const { jobOrderId, state, good, scrap, quantity } = event;
      return {
        ...transcript,
        jobs: { ...transcript.jobs, [jobOrderId]: { jobOrderId, state, good, scrap, quantity } },
      };
    }
    default:
      // A newer server may send more kinds; what is not known is left out.
      return transcript;
  }
};

/** The transcript after one more event; an event seen before changes nothing. */
export const withEvent = (transcript: Transcript, event: ChatEvent): Transcript =>
  event.seq <= transcript.lastSeq ? transcript : { ...apply(transcript, event), lastSeq: event.seq };
