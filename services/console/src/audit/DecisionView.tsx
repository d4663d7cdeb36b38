import { useLanguage } from "../lib/language.ts";
import type { Decision } from "./types.ts";
import { trickWords } from "./words.ts";

/** What the content filter decided of a text, and the text. */
export const DecisionView = ({ decision }: { decision: Decision }) => {
  const { t, pick } = useLanguage();
  const { action, place, reasons, trick, excerpt, subjectId, personId } = decision;
  return (
    <div className="decision-view">
      <p>
        <span className={`tag ${action.toLowerCase()}`}>
          {t(action === "Refused" ? "auditRefused" : "auditWithheld")}
        </span>{" "}
        <span className="tag">{t(`auditPlace_${place}`)}</span>{" "}
        {reasons.map((reason) => (
          <b key={reason.en}>{pick(reason)} </b>
        ))}
        {trick ? (
          <small>
            {t("auditHidden")} {pick(trickWords[trick] ?? { zh: trick, en: trick })}
          </small>
        ) : null}
      </p>
      <blockquote>{excerpt}</blockquote>
      <small>
        {[personId, place === "chat" || place === "answer" ? null : subjectId].filter(Boolean).join(" · ")}
      </small>
    </div>
  );
};
