import { useState } from "react";
import { eventDetail, eventName, shownObjects } from "../events/told.ts";
import { formatRecorded, formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { DecisionView } from "./DecisionView.tsx";
import { type Entry, type Evidence, evidenceQuery } from "./types.ts";

const EvidenceView = ({ id }: { id: string }) => {
  const { t, pick } = useLanguage();
  const { data, failure } = useQuery<{ auditEvidence: Evidence | null }>(evidenceQuery, { id });
  if (failure) return <p className="error">{pick(failure)}</p>;
  if (!data) return null;
  const evidence = data.auditEvidence;
  if (!evidence) return <p>{t("auditNoEvidence")}</p>;
  return (
    <dl className="audit-evidence" data-testid="audit-evidence">
      <dt>{t("auditAsked")}</dt>
      <dd>
        “{evidence.sentence}” <small>{evidence.askedBy}</small>
      </dd>
      {evidence.steps.length > 0 ? (
        <>
          <dt>{t("auditChecks")}</dt>
          <dd>
            <ul>
              {evidence.steps.map(({ role, status, summary }) => (
                <li key={role} className={`step-${status}`}>
                  <span aria-hidden="true">{status === "ok" ? "✓" : status === "warn" ? "!" : "✗"}</span>{" "}
                  {pick(summary)}
                </li>
              ))}
            </ul>
          </dd>
        </>
      ) : null}
      {evidence.approval ? (
        <>
          <dt>{t("auditBound")}</dt>
          <dd>
            <code>{evidence.approval.argsHash}</code>
          </dd>
        </>
      ) : null}
    </dl>
  );
};

/** One act: who, what, when, on whose approval, from where; opened, what it rests on. */
export const EntryRow = ({ entry }: { entry: Entry }) => {
  const { t, pick, language } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { who, approvedBy, origin, decision, batch } = entry;
  const isSelf = who !== null && approvedBy?.id === who.id;
  const things = shownObjects(entry).filter(({ type }) => type !== "person" && type !== "content_decision");
  return (
    <li className={decision ? "filtered" : ""}>
      <button type="button" className="audit-row" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <time dateTime={entry.time}>{formatTime(entry.time, language)}</time>
        <span className="who">
          <b>{who ? pick(who.name) : t("auditHouse")}</b>
          {isSelf ? <small>{t("auditSelf")}</small> : null}
          {approvedBy && !isSelf ? (
            <small>
              {t("auditApprovedBy")} {pick(approvedBy.name)}
            </small>
          ) : null}
        </span>
        <span className="what">
          <b title={entry.type}>{eventName(entry, language)}</b>
          {things.map(({ id, qualifier }) => (
            <span key={`${id}/${qualifier}`} className="tag" title={qualifier}>
              {id}
            </span>
          ))}
          <span className="detail-text">
            {decision ? decision.reasons.map(pick).join(" · ") : eventDetail(entry, language, t)}
          </span>
        </span>
        <span
          className={`seal ${batch === null ? "open" : ""}`}
          title={batch === null ? t("auditNotSealed") : t("auditSealed").replace("{n}", String(batch))}
        >
          {batch === null ? "○" : "●"}
        </span>
      </button>
      {isOpen ? (
        <div className="audit-detail">
          <p className="audit-facts">
            <small>
              {t("auditRecorded")} {formatRecorded(entry.recordedAt, language)} ·{" "}
              {batch === null ? t("auditNotSealed") : t("auditSealed").replace("{n}", String(batch))} · #
              {entry.seq}
            </small>
            {origin ? (
              <small>
                {t("auditFromWhere")} {origin.address} · {origin.channel} · {origin.agent}
              </small>
            ) : null}
          </p>
          {decision ? <DecisionView decision={decision} /> : null}
          {entry.toolCallId ? (
            <EvidenceView id={entry.toolCallId} />
          ) : decision ? null : (
            <p>{t("auditNoEvidence")}</p>
          )}
        </div>
      ) : null}
    </li>
  );
};
