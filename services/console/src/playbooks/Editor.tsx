import { useEffect, useState } from "react";
import { formatTime, usePlantNow } from "../lib/clock.ts";
import { query, sentenceOf } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { useKept } from "../lib/kept.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useLatest } from "../lib/latest.ts";
import type { Leave } from "../lib/leave.ts";
import { daysIn } from "../lib/numbers.ts";
import { TypedInput } from "../lib/TypedInput.tsx";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { type Draft, draftOf, edited, isOutdated, leftOf, ownOf, saved } from "./draft.ts";
import { Fields } from "./Fields.tsx";
import { Flow } from "./Flow.tsx";
import {
  checkQuery,
  type Definition,
  type Form,
  kindsIn,
  type Problem,
  saveMutation,
  tryQuery,
} from "./types.ts";

interface Tried {
  readonly seen: number;
  readonly starts: readonly {
    readonly cause: string;
    readonly at: string;
    readonly says: Bilingual | null;
    readonly skipped: boolean;
  }[];
}

interface Props {
  readonly id: string | undefined;
  readonly version: number;
  readonly given: Definition;
  readonly leave: Leave;
  readonly form: Form;
  readonly onSaved: (id: string) => void;
}

const freshTriggers: Readonly<Record<string, Definition["trigger"]>> = {
  event: { kind: "event", type: "equipment.state", where: [] },
  time: { kind: "time", days: ["mon", "tue", "wed", "thu", "fri"], at: "07:30" },
  alert: { kind: "alert" },
  hand: { kind: "hand" },
};

const dayMs = 86_400_000;

/** A playbook as a picture that can be changed; what is wrong is told while it is written. */
export const Editor = ({ id, version, given, leave, form, onSaved }: Props) => {
  const { t, language, pick } = useLanguage();
  const mayWrite = leave.allowed;
  const now = usePlantNow(60_000);
  const stored = { version, definition: given };
  const [draft, keep] = useKept<Draft>(draftOf(id));
  const [sent, setSent] = useState<Draft>();
  const definition = (draft ?? ownOf(sent, stored) ?? stored).definition;
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [note, setNote] = useState<Bilingual>();
  const [tried, setTried] = useState<Tried>();
  const [days, setDays] = useState(7);
  const trying = useLatest();
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => {
      query<{ checkPlaybook: Problem[] }>(checkQuery, { d: definition, id: id ?? null }).then(
        ({ checkPlaybook }) => isWanted && setProblems(checkPlaybook),
        (error: unknown) => isWanted && setNote(sentenceOf(error)),
      );
    }, 400);
    // What was wrong with it before it was changed may be wrong no more.
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [definition, id]);
  const set = (path: readonly (string | number)[], value: unknown) =>
    keep((before) => edited(before ?? sent, stored, path, value));
  const save = () =>
    query<{ savePlaybook: { id: string } }>(saveMutation, {
      id: id ?? null,
      base: version,
      d: definition,
      key: newId(),
    }).then(
      ({ savePlaybook }) => {
        setNote(undefined);
        const now = saved(definition, stored);
        setSent(now);
        keep((unsaved) => leftOf(unsaved, now));
        onSaved(savePlaybook.id);
      },
      (error) => setNote(sentenceOf(error)),
    );
  const tryIt = () => {
    const isLatest = trying.begin();
    return query<{ tryPlaybook: Tried }>(tryQuery, {
      d: definition,
      from: new Date(now - days * dayMs).toISOString(),
      to: new Date(now).toISOString(),
    }).then(
      ({ tryPlaybook }) => isLatest() && setTried(tryPlaybook),
      (error: unknown) => isLatest() && setNote(sentenceOf(error)),
    );
  };
  const triggers = kindsIn(form.schema, "kind");
  const trigger = definition.trigger;
  const whole = form.schema.properties ?? {};
  const part = (...names: string[]) => ({
    properties: Object.fromEntries(names.flatMap((name) => (whole[name] ? [[name, whole[name]]] : []))),
  });
  const change = mayWrite ? (field: string, value: unknown) => set([field], value) : () => {};
  return (
    <div className="playbook-editor">
      {mayWrite ? null : (
        <p className="empty">
          {t("onlyRead")} <WhoMay leave={leave} />
        </p>
      )}
      <ActProblem of={note} />
      {isOutdated(draft, stored) ? (
        <p className="error" role="status" data-testid="playbook-newer">
          {t("edit_newer")}{" "}
          <button type="button" onClick={() => keep(undefined)}>
            {t("takeNewer")}
          </button>
        </p>
      ) : null}
      <p className="playbook-acts">
        {mayWrite ? (
          <button
            type="button"
            className="primary"
            data-testid="save-playbook"
            disabled={problems.length > 0}
            onClick={() => void save()}
          >
            {t("savePlaybook")}
          </button>
        ) : null}
        {draft ? (
          <button type="button" data-testid="discard-playbook" onClick={() => keep(undefined)}>
            {t("edit_revert")}
          </button>
        ) : null}
        <button type="button" data-testid="try-playbook" onClick={() => void tryIt()}>
          {t("tryOnPast")}
        </button>
        <span>
          <TypedInput
            inputMode="numeric"
            className="days"
            aria-label={t("lastDays")}
            value={days}
            read={daysIn}
            onValue={setDays}
          />{" "}
          {t("lastDays")}
        </span>
      </p>
      {tried ? (
        <section className="tried" data-testid="tried">
          <b>
            {t("wouldHaveStarted")
              .replace("{n}", String(tried.starts.filter(({ skipped }) => !skipped).length))
              .replace("{seen}", String(tried.seen))}
          </b>
          <ul>
            {tried.starts.slice(-12).map(({ cause, at, says }) => (
              <li key={cause}>
                <small>{formatTime(at, language)}</small> {pick(says)}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <ol className="flow">
        <li>
          <article className="step do-trigger">
            <div className="step-form">
              <Fields
                schema={part("name")}
                value={definition}
                path=""
                form={form}
                problems={problems.map((one) => ({ ...one, path: `.${one.path}` }))}
                onChange={change}
              />
              <fieldset className="field">
                <legend>{t("playbookStarts")}</legend>
                <select
                  value={trigger.kind}
                  aria-label={t("playbookStarts")}
                  onChange={(event) => change("trigger", freshTriggers[event.target.value])}
                >
                  {[...triggers].map(([kind, schema]) => (
                    <option key={kind} value={kind}>
                      {schema[language] ?? kind}
                    </option>
                  ))}
                </select>
              </fieldset>
              <Fields
                schema={triggers.get(trigger.kind) ?? {}}
                value={trigger}
                path="trigger"
                form={form}
                problems={problems}
                onChange={(field, value) => mayWrite && set(["trigger", field], value)}
              />
            </div>
          </article>
        </li>
      </ol>
      <Flow
        steps={definition.steps}
        path="steps"
        form={form}
        problems={problems}
        onChange={mayWrite ? (steps) => set(["steps"], steps) : undefined}
      />
      {problems
        .filter(({ path }) => path === "steps" || path === "")
        .map(({ path, message }) => (
          <p className="error" key={path + message.en}>
            {pick(message)}
          </p>
        ))}
      <fieldset className="field limits">
        <legend>{t("playbookLimits")}</legend>
        <Fields
          schema={whole["limits"] ?? {}}
          value={(definition["limits"] ?? {}) as Record<string, unknown>}
          path="limits"
          form={form}
          problems={problems}
          onChange={(field, value) => mayWrite && set(["limits", field], value)}
        />
      </fieldset>
    </div>
  );
};
