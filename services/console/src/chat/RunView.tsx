import { useState } from "react";
import { timesAsRead } from "../../../core/said-time.ts";
import { formatTime } from "../lib/clock.ts";
import { factName, factValue } from "../lib/facts.ts";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import { useMayDecideOwn } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { statusName } from "../lib/status.ts";
import { Decision, TimeLeft } from "../shell/Decision.tsx";
import { argumentsOf } from "./arguments.ts";
import type { Card, Evidence, Imagined } from "./events.ts";
import { ProposeRepair } from "./ProposeRepair.tsx";
import type { Approval, JobProgress, Run, Step } from "./transcript.ts";

const marks = { running: "◌", ok: "✓", warn: "!", fail: "✕" } as const;

const EvidenceList = ({ items }: { items: readonly Evidence[] }) => {
  const { language } = useLanguage();
  return (
    <ul className="evidence">
      {items.map((item) => (
        <li key={`${item.kind}/${item.id}/${item.source}`}>
          <span className={`tag kind-${item.kind}`}>{item.id}</span>
          {item.label ? <span className="evidence-label">{item.label}</span> : null}
          <span className="facts">
            {Object.entries(item.facts)
              .filter(([, value]) => value !== null && value !== "")
              .map(([name, value]) => (
                <span key={name}>
                  <i>{factName(name, language)}</i> {factValue(name, value ?? "", language)}
                </span>
              ))}
          </span>
          <small title={item.source}>
            {item.source} · {formatTime(item.at, language, false)}
          </small>
        </li>
      ))}
    </ul>
  );
};

const StepRow = ({ step, told }: { step: Step; told: string }) => {
  const { t, pick } = useLanguage();
  const summary = pick(step.summary);
  const [open, setOpen] = useState(false);
  return (
    <li className={`step step-${step.status}`}>
      <button
        type="button"
        className="step-head"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        disabled={step.evidence.length === 0}
      >
        <span className="mark" aria-hidden="true">
          {marks[step.status]}
        </span>
        <b>{pick(step.title)}</b>
        {/* What is proposed says the same of its only check. */}
        <span>{told.includes(summary) ? "" : summary}</span>
        {step.evidence.length > 0 ? (
          <span className="count">
            {t("evidence")} {step.evidence.length}
          </span>
        ) : null}
      </button>
      {open ? <EvidenceList items={step.evidence} /> : null}
    </li>
  );
};

const decisionKey: Record<NonNullable<Approval["decision"]>, SentenceKey> = {
  approve: "approved",
  reject: "rejected",
  expired: "expired",
};

interface ApprovalProps {
  readonly approval: Approval;
  readonly onDecide: (decision: "approve" | "reject") => Promise<unknown>;
}

const ApprovalCard = ({ approval, onDecide }: ApprovalProps) => {
  const words = useLanguage();
  const named = usePersonName();
  const { t, pick } = words;
  // A conversation is of one person: what waits in it he has asked for himself.
  const leave = useMayDecideOwn(approval.tool);
  return (
    <section
      className={`approval ${approval.decision ? `decided-${approval.decision}` : ""}`}
      aria-label={t("approvalNeeded")}
    >
      <header>
        <b>
          {approval.decision
            ? t(decisionKey[approval.decision])
            : t(leave.approve.allowed ? "approvalNeeded" : "proposed")}
        </b>
        {approval.decision ? (
          <span>{named(approval.actor ?? null)}</span>
        ) : (
          <TimeLeft until={approval.expiresAt} />
        )}
      </header>
      <p>{pick(approval.summary)}</p>
      <dl className="args">
        {argumentsOf(approval.args, words).map(([name, value]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
      {approval.evidence.length > 0 ? (
        <details>
          <summary>
            {t("evidence")} ({approval.evidence.length})
          </summary>
          <EvidenceList items={approval.evidence} />
        </details>
      ) : null}
      {approval.decision ? null : (
        <Decision
          leave={leave}
          until={approval.expiresAt}
          onDecide={(approve) => onDecide(approve ? "approve" : "reject")}
        />
      )}
    </section>
  );
};

const JobCard = ({ job }: { job: JobProgress }) => {
  const { t, language } = useLanguage();
  const total = job.quantity ?? job.good + job.scrap;
  const share = total > 0 ? (job.good + job.scrap) / total : 0;
  return (
    <section className="job" data-testid={`job-${job.jobOrderId}`} data-state={job.state}>
      <header>
        <b>{job.jobOrderId}</b>
        <span className="tag">{statusName(job.state, language)}</span>
      </header>
      <div
        className="bar"
        role="progressbar"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label={job.jobOrderId}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <small>
        {t("good")} {job.good}
        {job.quantity ? ` / ${job.quantity}` : ""} · {t("scrap")} {job.scrap}
      </small>
    </section>
  );
};

interface RunProps {
  readonly run: Run;
  readonly jobs: Readonly<Record<string, JobProgress>>;
  readonly onDecide: (approval: Approval, decision: "approve" | "reject") => Promise<unknown>;
  readonly onSay: (text: string) => void;
  /** Proposes a repair after what was imagined; undefined for who may not. The key makes the request. */
  readonly onPropose: ((imagined: Imagined, key: string) => Promise<void>) | undefined;
  readonly onOpenPage: (page: NonNullable<Card["page"]>) => void;
}

/** The agents' answer: what the model chose, each role's check, the proposal, the text, the job as it runs. */
export const RunView = ({ run, jobs, onDecide, onSay, onPropose, onOpenPage }: RunProps) => {
  const { t, pick, language } = useLanguage();
  const { call, approval } = run;
  const card = call?.result?.card;
  const imagined = card?.happening;
  const released = call?.tool === "release_order" ? (card?.evidence ?? []) : [];
  const followed = released.flatMap(({ kind, id }) => (kind === "job" && jobs[id] ? [jobs[id]] : []));
  return (
    <div className="run">
      {call && (call.args || !run.finished) ? (
        <div className="call" data-testid="tool-call">
          <span className="tag tool">{pick(call.title) || call.tool}</span>
          <code>
            {call.args
              ? argumentsOf(call.args, { t, language })
                  .map(([, value]) => value)
                  .join(" → ")
              : call.streamed}
          </code>
        </div>
      ) : run.finished ? null : (
        <p className="thinking">{t("thinking")}</p>
      )}
      {call?.args && !run.finished && !approval && run.steps.length === 0 && run.texts.length === 0 ? (
        <p className="thinking" role="status">
          {t("repairing")}
        </p>
      ) : null}
      {run.steps.length > 0 ? (
        <ul className="steps" aria-label={t("steps")}>
          {run.steps.map((step) => (
            <StepRow key={step.id} step={step} told={pick(approval?.summary)} />
          ))}
        </ul>
      ) : null}
      {approval ? (
        <ApprovalCard approval={approval} onDecide={(decision) => onDecide(approval, decision)} />
      ) : null}
      {run.texts.map((text) => (
        <p key={text.id} className={`answer ${text.done ? "" : "typing"}`} data-testid="answer">
          {text.text}
        </p>
      ))}
      {card?.rows && card.rows.length > 0 ? (
        <dl className="found">
          {card.rows.map((row) => (
            <div key={`${row.label.en}${row.value}`}>
              <dt>{pick(row.label)}</dt>
              <dd>{timesAsRead(row.value, language)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {card?.evidence && card.evidence.length > 0 ? (
        <details>
          <summary>
            {t("evidence")} ({card.evidence.length})
          </summary>
          <EvidenceList items={card.evidence} />
        </details>
      ) : null}
      {card?.page ? (
        <button type="button" className="link" onClick={() => onOpenPage(card.page!)}>
          {t(card.page)} →
        </button>
      ) : null}
      {call && imagined && onPropose ? (
        <ProposeRepair propose={() => onPropose(imagined, `imagined/${call.id}`)} />
      ) : null}
      {followed.map((job) => (
        <JobCard key={job.jobOrderId} job={job} />
      ))}
      {run.error ? (
        <p className="error" role="alert">
          {pick(run.error.message)}
        </p>
      ) : null}
      {run.choices.length > 0 ? (
        <div className="choices">
          {run.choices.map((choice) => (
            <button type="button" key={choice.text} onClick={() => onSay(choice.text)}>
              {pick(choice.label)}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
};
