import { type SyntheticEvent, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useAnyKept } from "../lib/kept.ts";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { statusName } from "../lib/status.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { Differences } from "./Differences.tsx";
import { draftOf } from "./draft.ts";
import { Name, Quotes, Said, Sentence, Sentences } from "./Runs.tsx";
import { ChangeLine, StepCard } from "./StepCard.tsx";
import type { Content } from "./types.ts";
import { useDocument } from "./useDocument.ts";

const tabs = ["instruction", "editsMade", "sinceBefore", "versionsOfIt"] as const;

/** Where a version may go from where it stands, the way on first. */
const ways: Readonly<Record<string, readonly (readonly [to: string, key: SentenceKey])[]>> = {
  DRAFT: [["FOR_REVIEW", "submitForReview"]],
  FOR_REVIEW: [
    ["APPROVED", "approveDocument"],
    ["DRAFT", "returnToDraft"],
  ],
  APPROVED: [["ACTIVE", "activateDocument"]],
  ACTIVE: [["DEPRECATED", "withdraw"]],
};

const Needs = ({ content: { prerequisites, passages } }: { content: Content }) => {
  const { t } = useLanguage();
  const { kit, tools, skills, lines, safety } = prerequisites;
  return (
    <section className="step needs" data-testid="prerequisites">
      <h3>{t("prerequisites")}</h3>
      <dl>
        {kit.length > 0 ? (
          <>
            <dt>{t("kitOf")}</dt>
            <dd>
              <Sentence text={kit[0]!} />
            </dd>
          </>
        ) : null}
        {tools.length > 0 ? (
          <>
            <dt>{t("toolsNeeded")}</dt>
            <dd>
              {tools.map(({ id, name, units }) => (
                <div key={id.text}>
                  <Said fact={id} /> <Name name={name} />{" "}
                  {units ? (
                    <>
                      × <Said fact={units} />
                    </>
                  ) : null}
                </div>
              ))}
            </dd>
          </>
        ) : null}
        {skills.length > 0 ? (
          <>
            <dt>{t("skillsNeeded")}</dt>
            <dd>
              {skills.map((skill) => (
                <span key={skill.text}>
                  <Said fact={skill} />{" "}
                </span>
              ))}
            </dd>
          </>
        ) : null}
        <dt>{t("linesOf")}</dt>
        <dd>
          {lines.map(({ id, name, seconds }) => (
            <div key={id.text}>
              <Said fact={id} /> <Name name={name} />: <Said fact={seconds} /> s
            </div>
          ))}
        </dd>
        {safety.length > 0 ? (
          <>
            <dt>{t("safetyOf")}</dt>
            <dd>
              <Quotes quotes={safety} passages={passages} />
            </dd>
          </>
        ) : null}
      </dl>
    </section>
  );
};

interface Props {
  readonly documentId: string;
  readonly version: number;
  readonly onVersion: (version: number) => void;
  readonly onBack: () => void;
}

/** One version: what it says with its sources, what has changed under it, what people changed, and its way through review. */
export const Document = ({ documentId, version, onVersion, onBack }: Props) => {
  const { t, count, pick, language } = useLanguage();
  const named = usePersonName();
  const { document, problem, busy, edit, settle, move, writeAnew } = useDocument(
    documentId,
    version,
    onVersion,
  );
  const [moving, editing, writing] = [
    useMay("moveInstruction"),
    useMay("editInstruction"),
    useMay("writeInstruction"),
  ];
  const [tab, setTab] = useState<(typeof tabs)[number]>("instruction");
  const [pointed, setPointed] = useState<string>();
  const [sure, setSure] = useState(false);
  const isUnsaved = useAnyKept(document?.content.steps.map((step) => draftOf(document, step)) ?? []);
  /** Whether it was to go on from what is saved, while not all is. */
  const [isHeldUp, setHeldUp] = useState(false);
  const point = (event: SyntheticEvent) => {
    const source = (event.target as HTMLElement).closest<HTMLElement>("[data-source]")?.dataset["source"];
    if (source) setPointed(source);
  };
  if (!document)
    return (
      <>
        <button type="button" className="quiet" onClick={onBack}>
          {t("backToList")}
        </button>
        {problem ? <p className="error">{pick(problem)}</p> : null}
      </>
    );
  const { content, changes, problems, conflicts, status } = document;
  const leaveTo = (to: string) => (to === "APPROVED" ? document.approval : moving);
  const first = ways[status]?.[0]?.[0];
  const acts = editing.allowed && status === "DRAFT" ? { edit, settle } : undefined;
  const changed = (where: string) => changes.filter(({ steps }) => steps.includes(where));
  const beside = changes.filter(({ steps }) => steps.some((step) => step.startsWith("@")));
  const passage = pointed?.startsWith("passage:") ? content.passages[pointed.slice(8)] : undefined;
  const source = passage
    ? [passage.documentId, passage.title, passage.revision, passage.locator].filter(Boolean).join(" · ")
    : pointed
      ? pick(document.sources[pointed])
      : "";
  /** Does what goes on from what is saved, unless something of the document is not. */
  const onSaved = (act: () => void) => {
    setHeldUp(isUnsaved);
    if (!isUnsaved) act();
  };
  const counts = {
    editsMade: document.edits.length,
    sinceBefore: document.sinceVersionBefore.length,
  } as const;
  return (
    <article className="document" data-testid="document" data-status={status} data-version={version}>
      <header>
        <button type="button" className="quiet" data-testid="back" onClick={onBack}>
          {t("backToList")}
        </button>
        <h3>{pick(document.title)}</h3>
        <span className={`tag doc-${status.toLowerCase()}`}>{statusName(status, language)}</span>
        <small>
          {documentId} {t("versionShort").replace("{n}", String(version))} · {named(document.changedBy)}{" "}
          {formatTime(document.changedAt, language, "date")}
          {document.approvedBy ? ` · ${t("approvedBy")} ${named(document.approvedBy)}` : ""} · BOM{" "}
          {content.bomHash}
        </small>
        <span className="buttons">
          {(ways[status] ?? [])
            .filter(([to]) => leaveTo(to).allowed)
            .map(([to, key]) => (
              <button
                type="button"
                key={to}
                data-testid={`to-${to}`}
                className={to === first && to !== "DEPRECATED" ? "primary" : ""}
                disabled={busy || (to !== "DRAFT" && to !== "DEPRECATED" && problems.length > 0)}
                onClick={() => {
                  if (to === "DEPRECATED" && !sure) setSure(true);
                  else onSaved(() => void move(to).then(() => setSure(false)));
                }}
              >
                {t(to === "DEPRECATED" && sure ? "withdrawSure" : key)}
              </button>
            ))}
          {first ? <WhoMay leave={leaveTo(first)} waits={status !== "ACTIVE"} /> : null}
          {writing.allowed && status !== "FOR_REVIEW" && (changes.length > 0 || status === "DRAFT") ? (
            <button
              type="button"
              data-testid="write-anew"
              className={changes.length > 0 ? "primary" : ""}
              disabled={busy}
              onClick={() => onSaved(() => void writeAnew())}
            >
              {t("newDraft")}
            </button>
          ) : null}
          <a
            className="button"
            href={`/export/instruction.html?${new URLSearchParams({ id: documentId, version: String(version), language })}`}
            target="_blank"
            rel="noreferrer"
          >
            {t("printDocument")}
          </a>
        </span>
      </header>
      <ActProblem of={problem} />
      {isHeldUp && isUnsaved ? (
        <p className="error" role="alert" data-testid="unsaved">
          {t("unsavedSteps")}
        </p>
      ) : null}
      {changes.length > 0 ? (
        <div className="stale-box" role="alert" data-testid="stale">
          <b>{t("outOfDate")}</b>: {t("staleSteps")}
          {beside.length > 0 ? (
            <ul className="changes">
              {beside.map((change) => (
                <ChangeLine key={change.source.en} change={change} />
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {status === "DEPRECATED" || (status === "ACTIVE" && changes.length > 0) ? null : problems.length ===
        0 ? (
        <p className="passed">✓ {t("checkPassed")}</p>
      ) : (
        <div className="error" data-testid="problems">
          {count("checkFound", problems.length)}
          <ul>
            {problems.slice(0, 8).map(({ step, message }) => (
              <li key={`${step}${message.en}`}>{pick(message)}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="segmented" role="group">
        {tabs.map((name) => (
          <button
            type="button"
            key={name}
            aria-pressed={tab === name}
            data-testid={`tab-${name}`}
            onClick={() => setTab(name)}
          >
            {t(name)}
            {name in counts ? ` (${counts[name as keyof typeof counts]})` : ""}
          </button>
        ))}
      </div>
      {tab === "editsMade" ? <Differences all={document.edits} /> : null}
      {tab === "sinceBefore" ? <Differences all={document.sinceVersionBefore} /> : null}
      {tab === "versionsOfIt" ? (
        <ul className="versions">
          {document.versions.map((one) => (
            <li key={one.version}>
              <button
                type="button"
                aria-current={one.version === version ? "true" : undefined}
                onClick={() => onVersion(one.version)}
              >
                {t("versionShort").replace("{n}", String(one.version))} · {statusName(one.status, language)} ·{" "}
                {named(one.changedBy)} · {formatTime(one.activeSince ?? one.changedAt, language, "date")}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {tab === "instruction" ? (
        <div className="sheet" onPointerOver={point} onPointerDown={point}>
          <Needs content={content} />
          {content.steps.map((step, index) => (
            <StepCard
              key={step.id}
              step={step}
              number={index + 1}
              document={document}
              changes={changed(step.id)}
              conflicts={conflicts.filter((one) => one.step === step.id)}
              acts={acts}
              busy={busy}
            />
          ))}
          <section className="step">
            <h3>{t("acceptance")}</h3>
            <Sentences texts={content.result} />
            <h3>{t("recordsToKeep")}</h3>
            <Sentences texts={content.records} />
            <h3>{t("comesNext")}</h3>
            <Sentences texts={content.after} />
          </section>
          <footer className="source" aria-live="polite" data-testid="source">
            {source ? (
              <>
                <b>{t("sourceOf")}</b> {source}
              </>
            ) : (
              t("pointAtFigure")
            )}
          </footer>
        </div>
      ) : null}
    </article>
  );
};
