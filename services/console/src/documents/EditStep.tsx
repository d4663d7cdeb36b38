import { useKept } from "../lib/kept.ts";
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

type Both = Readonly<Record<"zh" | "en", string>>;
/** What is typed of a step. */
type Typed = Readonly<Record<"title" | (typeof fields)[number][0], Both>>;

const typedOf = (step: Step): Typed => {
  const both = (texts: readonly Text[]) => ({ zh: lines(texts, "zh"), en: lines(texts, "en") });
  return {
    title: both([step.title]),
    action: both(step.action),
    check: both(step.check),
    notes: both(step.notes),
  };
};

const isSame = (one: Typed, other: Typed): boolean => JSON.stringify(one) === JSON.stringify(other);

interface Props {
  /** Under which what is typed is kept. */
  readonly draftId: string;
  readonly step: Step;
  readonly busy: boolean;
  /** Gives whether it is saved. */
  readonly onSave: (texts: object) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Sentences of a step; its values come from the master data. */
export const EditStep = ({ draftId, step, busy, onSave, onClose }: Props) => {
  const { t } = useLanguage();
  const stored = typedOf(step);
  /** What was typed, and over which text. */
  const [draft, keep] = useKept<{ readonly typed: Typed; readonly over: Typed }>(draftId);
  const typed = draft?.typed ?? stored;
  const type = (field: keyof Typed, language: "zh" | "en", value: string) =>
    keep((before) => {
      const { typed: was, over } = before ?? { typed: stored, over: stored };
      return { typed: { ...was, [field]: { ...was[field], [language]: value } }, over };
    });
  return (
    <form
      className="edit-step"
      onSubmit={(event) => {
        event.preventDefault();
        void onSave({
          title: typed.title,
          ...Object.fromEntries(fields.map(([field]) => [field, pairs(typed[field])])),
        }).then((done) => {
          if (!done) return;
          // What was typed while it was on its way is not saved yet.
          keep((now) => (now?.typed === draft?.typed ? undefined : now && { ...now, over: typed }));
          onClose();
        });
      }}
    >
      <small>{t("valuesElsewhere")}</small>
      {draft && !isSame(draft.over, stored) ? (
        <p className="error" role="status" data-testid="step-newer">
          {t("edit_newer")}{" "}
          <button type="button" onClick={() => keep(undefined)}>
            {t("takeNewer")}
          </button>
        </p>
      ) : null}
      <fieldset>
        <legend>{t("stepTitle")}</legend>
        {(["zh", "en"] as const).map((language) => (
          <input
            key={language}
            lang={language}
            value={typed.title[language]}
            aria-label={`${t("stepTitle")} ${language}`}
            onChange={(event) => type("title", language, event.target.value)}
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
              rows={Math.max(2, typed[field][language].split("\n").length + 1)}
              value={typed[field][language]}
              onChange={(event) => type(field, language, event.target.value)}
            />
          ))}
        </fieldset>
      ))}
      <div className="buttons">
        <button type="submit" className="primary" data-testid="save-step" disabled={busy}>
          {t("save")}
        </button>
        <button
          type="button"
          data-testid="cancel-step"
          onClick={() => {
            keep(undefined);
            onClose();
          }}
        >
          {t("cancel")}
        </button>
      </div>
    </form>
  );
};
