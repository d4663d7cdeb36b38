import { useState } from "react";
import { type SentenceKey, useLanguage } from "../lib/language.ts";
import type { Run, Step, Text } from "./types.ts";

const plain = (runs: readonly Run[]) =>
  runs.map((run) => (typeof run === "string" ? run : run.text)).join("");
const lines = (texts: readonly Text[], language: "zh" | "en") =>
  texts.map((text) => plain(text[language])).join("\n");

/** Lines of both languages, side by side by their place. */
const pairs = ({ zh, en }: { zh: string; en: string }) => {
  const [chinese, english] = [zh.split("\n"), en.split("\n")];
  return Array.from({ length: Math.max(chinese.length, english.length) }, (_, index) => ({
    zh: chinese[index]?.trim() ?? "",
    en: english[index]?.trim() ?? "",
  })).filter(({ zh: one, en: other }) => one !== "" || other !== "");
};

const fields = [
  ["action", "actionLines"],
  ["check", "checkLines"],
  ["notes", "noteLines"],
] as const satisfies readonly (readonly [keyof Step, SentenceKey])[];

interface Props {
  readonly step: Step;
  readonly busy: boolean;
  readonly onSave: (texts: object) => void;
  readonly onCancel: () => void;
}

/** Sentences of a step; its values come from the master data. */
export const EditStep = ({ step, busy, onSave, onCancel }: Props) => {
  const { t } = useLanguage();
  const both = (texts: readonly Text[]) => ({ zh: lines(texts, "zh"), en: lines(texts, "en") });
  const [title, setTitle] = useState(both([step.title]));
  const [texts, setTexts] = useState({
    action: both(step.action),
    check: both(step.check),
    notes: both(step.notes),
  });
  return (
    <form
      className="edit-step"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({
          title,
          ...Object.fromEntries(fields.map(([field]) => [field, pairs(texts[field])])),
        });
      }}
    >
      <small>{t("valuesElsewhere")}</small>
      <fieldset>
        <legend>{t("stepTitle")}</legend>
        {(["zh", "en"] as const).map((language) => (
          <input
            key={language}
            lang={language}
            value={title[language]}
            aria-label={`${t("stepTitle")} ${language}`}
            onChange={(event) => setTitle({ ...title, [language]: event.target.value })}
          />
        ))}
      </fieldset>
      {fields.map(([field, key]) => (
        <fieldset key={field}>
          <legend>{t(key)}</legend>
          {(["zh", "en"] as const).map((language) => (
            <textarea
              key={language}
              lang={language}
              data-testid={`edit-${field}-${language}`}
              aria-label={`${t(key)} ${language}`}
              rows={Math.max(2, texts[field][language].split("\n").length + 1)}
              value={texts[field][language]}
              onChange={(event) =>
                setTexts({ ...texts, [field]: { ...texts[field], [language]: event.target.value } })
              }
            />
          ))}
        </fieldset>
      ))}
      <div className="buttons">
        <button type="submit" className="primary" data-testid="save-step" disabled={busy}>
          {t("save")}
        </button>
        <button type="button" onClick={onCancel}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
};
