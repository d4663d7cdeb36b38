import { type FormEvent, useId, useRef, useState } from "react";
import { hourMs } from "../../../core/zone.ts";
import { asInput, fromInput } from "../lib/clock.ts";
import { query, sentenceOf } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { type Bilingual, type SentenceKey, useLanguage } from "../lib/language.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { proposeMutation } from "./proposals.ts";

const kinds = [
  "lineDown",
  "personAbsent",
  "receiptLate",
  "scrap",
  "rush",
  "expedited",
  "moved",
  "order",
  "cancelled",
] as const;
type Kind = (typeof kinds)[number];

interface FieldSpec {
  readonly name: string;
  readonly label: SentenceKey;
  readonly type: "text" | "number" | "time";
  readonly hint?: string;
}
const field = (
  name: string,
  label: SentenceKey,
  type: FieldSpec["type"] = "text",
  hint?: string,
): FieldSpec => ({
  name,
  label,
  type,
  ...(hint ? { hint } : {}),
});
const span = [field("from", "from", "time"), field("to", "to", "time")];
const fieldsOf: Readonly<Record<Kind, readonly FieldSpec[]>> = {
  lineDown: [field("equipmentId", "line", "text", "SMT-4"), ...span],
  personAbsent: [field("personId", "person", "text", "P-002"), ...span],
  receiptLate: [field("receiptId", "receipt", "text", "RCV-00001"), field("time", "comesAt", "time")],
  scrap: [field("materialId", "material", "text", "MAT-00123"), field("quantity", "quantity", "number")],
  rush: [
    field("productId", "product", "text", "RRU-5301"),
    field("quantity", "quantity", "number"),
    field("dueTime", "due", "time"),
    field("priority", "priority", "number"),
  ],
  expedited: [field("workOrderId", "order", "text", "WO-1042")],
  moved: [field("workOrderId", "order", "text", "WO-1042"), field("equipmentId", "line", "text", "SMT-4")],
  order: [field("id", "order", "text", "WO-1042")],
  cancelled: [field("id", "order", "text", "WO-1042")],
};

/** Hours after now that a time is filled in with. */
const usualHours: Readonly<Record<string, number>> = { from: 0, to: 4, time: 24, dueTime: 48 };
const usualNumbers: Readonly<Record<string, string>> = { quantity: "10", priority: "1" };

const fieldValue = ({ name, type }: FieldSpec, form: FormData): string | number => {
  const text = String(form.get(name) ?? "").trim();
  return type === "number" ? Number(text) : type === "time" ? new Date(fromInput(text)).toISOString() : text;
};

/** What the form says, as the API takes it. */
const happensOf = (kind: Kind, form: FormData): Record<string, unknown> => {
  const values = Object.fromEntries(fieldsOf[kind].map((spec) => [spec.name, fieldValue(spec, form)]));
  return { [kind]: kind === "order" || kind === "cancelled" ? values["id"] : values };
};

interface RepairProps {
  readonly lines: readonly string[];
  /** The line that the form begins with. */
  readonly line: string | undefined;
  /** Plant time, ms. */
  readonly now: number;
  readonly conversationId: string;
  readonly onProposed: (number: number) => void;
  readonly onClose: () => void;
}

/** Tells the planner's event to the scheduler, who answers with a proposed plan; nothing changes yet. */
export const Repair = ({ lines, line, now, conversationId, onProposed, onClose }: RepairProps) => {
  const { t, language } = useLanguage();
  const [kind, setKind] = useState<Kind>("lineDown");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Bilingual>();
  const list = useId();
  /** The same form sent again is the same request; a changed one is another. */
  const request = useRef({ text: "", key: "" });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const happens = happensOf(kind, form);
    const steady = form.has("steady");
    const text = JSON.stringify({ happens, steady });
    if (request.current.text !== text) request.current = { text, key: newId() };
    setBusy(true);
    setProblem(undefined);
    try {
      const { proposeRepair } = await query<{ proposeRepair: { number: number } }>(proposeMutation, {
        happens,
        steady,
        key: request.current.key,
        conversation: conversationId,
        language,
      });
      onProposed(proposeRepair.number);
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="repair"
      aria-label={t("repair")}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <label>
        {t("happened")}
        <select
          // biome-ignore lint/a11y/noAutofocus: the form was opened by a press just now.
          autoFocus
          value={kind}
          data-testid="happening"
          onChange={({ target }) => setKind(target.value as Kind)}
        >
          {kinds.map((name) => (
            <option key={name} value={name}>
              {t(`happens_${name}`)}
            </option>
          ))}
        </select>
      </label>
      {fieldsOf[kind].map(({ name, label, type, hint }) => (
        <label key={`${kind} ${name}`}>
          {t(label)}
          <input
            name={name}
            required
            placeholder={hint}
            type={type === "time" ? "datetime-local" : type}
            {...(type === "number" ? { min: 1, max: name === "priority" ? 9 : 1_000_000 } : {})}
            {...(name === "equipmentId" ? { list } : {})}
            defaultValue={
              type === "time"
                ? asInput(now + (usualHours[name] ?? 0) * hourMs)
                : name === "equipmentId"
                  ? (line ?? "")
                  : (usualNumbers[name] ?? "")
            }
          />
        </label>
      ))}
      <datalist id={list}>
        {lines.map((id) => (
          <option key={id} value={id} />
        ))}
      </datalist>
      <label className="choice">
        <input type="checkbox" name="steady" /> {t("steady")}
      </label>
      <footer>
        <button type="submit" className="primary" disabled={busy} data-testid="propose">
          {busy ? t("repairing") : t("propose")}
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          {t("close")}
        </button>
        <small>{t("nothingChangesYet")}</small>
      </footer>
      <ActProblem of={problem} />
    </form>
  );
};
