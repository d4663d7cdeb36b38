import { useState } from "react";
import { newId } from "../lib/ids.ts";
import { drop, isKept } from "../lib/kept.ts";
import { useLanguage } from "../lib/language.ts";
import { draftOf } from "./draft.ts";
import { EditStep } from "./EditStep.tsx";
import { Picture } from "./Picture.tsx";
import { Quotes, Sentence, Sentences } from "./Runs.tsx";
import { Materials, Parameters } from "./Tables.tsx";
import type { Change, Conflict, Instruction, Step } from "./types.ts";

export interface StepActs {
  readonly edit: (edit: object) => Promise<boolean>;
  readonly settle: (conflict: Conflict, keep: "mine" | "theirs") => Promise<boolean>;
}

interface Props {
  readonly step: Step;
  readonly number: number;
  readonly document: Instruction;
  readonly changes: readonly Change[];
  readonly conflicts: readonly Conflict[];
  /** Undefined where nothing may be changed. */
  readonly acts: StepActs | undefined;
  readonly busy: boolean;
}

/** One thing that changed, with what it was and is. */
export const ChangeLine = ({ change }: { change: Change }) => {
  const { t, pick } = useLanguage();
  return (
    <li>
      {pick(change.source)}: <s>{change.was ?? t("nothing")}</s> → <b>{change.now ?? t("nothing")}</b>
    </li>
  );
};

/** A step: what to do with what, within which limits, what to look at; and its own changes and conflicts. */
export const StepCard = ({ step, number, document, changes, conflicts, acts, busy }: Props) => {
  const { t, pick, language } = useLanguage();
  const draftId = draftOf(document, step);
  const [editing, setEditing] = useState(() => isKept(draftId));
  const { steps } = document.content;
  const edited = document.edits.some((one) => one.step === step.id);
  const picture = document.pictures.find((one) => one.step === step.id);
  const before = (place: number) => steps[place]?.id ?? null;
  const tell = (list: Conflict["mine"]) =>
    list.map((text) => text[language] || text.zh).join(" / ") || t("nothing");
  return (
    <section
      className={`step ${changes.length > 0 ? "stale" : ""}`}
      data-testid={`step-${step.id}`}
      data-stale={changes.length > 0}
    >
      <header>
        <h3>
          <b className="place">{number}</b> <Sentence text={step.title} />
          {edited ? <span className="tag">{t("wasEdited")}</span> : null}
        </h3>
        {acts && !editing ? (
          <span className="buttons">
            <button
              type="button"
              className="quiet"
              data-testid={`edit-${step.id}`}
              onClick={() => setEditing(true)}
            >
              {t("editStep")}
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={t("moveUp")}
              title={t("moveUp")}
              disabled={busy || number === 1}
              onClick={() => void acts.edit({ kind: "move", step: step.id, after: before(number - 3) })}
            >
              ↑
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={t("moveDown")}
              title={t("moveDown")}
              disabled={busy || number === steps.length}
              onClick={() => void acts.edit({ kind: "move", step: step.id, after: before(number) })}
            >
              ↓
            </button>
          </span>
        ) : null}
      </header>
      {changes.length > 0 ? (
        <ul className="changes">
          {changes.map((change) => (
            <ChangeLine key={change.source.en} change={change} />
          ))}
        </ul>
      ) : null}
      {conflicts.map((conflict) => (
        <div key={conflict.field} className="conflict" role="alert">
          <b>{t("conflictOf")}</b>
          <p>{tell(conflict.mine)}</p>
          <p>
            {t("cameInstead")}: {tell(conflict.theirs)}
          </p>
          {acts ? (
            <span className="buttons">
              <button type="button" disabled={busy} onClick={() => void acts.settle(conflict, "mine")}>
                {t("keepMine")}
              </button>
              <button type="button" disabled={busy} onClick={() => void acts.settle(conflict, "theirs")}>
                {t("takeTheirs")}
              </button>
            </span>
          ) : null}
        </div>
      ))}
      {editing && acts ? (
        <>
          <EditStep
            draftId={draftId}
            step={step}
            busy={busy}
            onSave={(texts) => acts.edit({ kind: "change", step: step.id, ...texts })}
            onClose={() => setEditing(isKept(draftId))}
          />
          <span className="buttons">
            <button
              type="button"
              className="quiet"
              disabled={busy}
              onClick={() =>
                void acts.edit({
                  kind: "add",
                  step: `own-${newId().slice(0, 8)}`,
                  after: step.id,
                  title: { zh: "新步骤", en: "New step" },
                  action: [{ zh: "写明要做什么。", en: "Say what to do." }],
                })
              }
            >
              {t("addStepAfter")}
            </button>
            <button
              type="button"
              className="quiet bad"
              disabled={busy}
              onClick={() =>
                void acts
                  .edit({ kind: "remove", step: step.id })
                  .then((done) => (done ? drop(draftId) : undefined))
              }
            >
              {t("removeStep")}
            </button>
          </span>
        </>
      ) : (
        <Sentences texts={step.action} ordered />
      )}
      <Quotes
        quotes={step.quotes}
        passages={document.content.passages}
        onDrop={
          acts && !busy
            ? (passage) => void acts.edit({ kind: "change", step: step.id, withoutQuotes: [passage] })
            : undefined
        }
      />
      {step.notes.length > 0 ? (
        <div className="note">
          <b>{t("noteOf")}</b>
          <Sentences texts={step.notes} />
        </div>
      ) : null}
      {picture ? <Picture svg={picture.svg} caption={pick(picture.caption)} /> : null}
      <Materials lines={step.materials} />
      <Parameters lines={step.parameters} />
      {step.check.length > 0 ? (
        <div className="check">
          <b>{t("checkOf")}</b>
          <Sentences texts={step.check} />
        </div>
      ) : null}
    </section>
  );
};
