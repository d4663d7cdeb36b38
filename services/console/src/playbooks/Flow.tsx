import { useState } from "react";
import { playbookState } from "../../../core/playbook-states.ts";
import { factName, factValue } from "../lib/facts.ts";
import { query } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { Decision } from "../shell/Decision.tsx";
import { Fields } from "./Fields.tsx";
import { decideMutation, type Form, kindsIn, type Problem, type RunStep, type Step } from "./types.ts";

interface Props {
  readonly steps: readonly Step[];
  readonly path: string;
  readonly form: Form;
  readonly problems: readonly Problem[];
  /** Absent where it is only looked at. */
  readonly onChange?: ((steps: readonly Step[]) => void) | undefined;
  /** Of a run: how far each step is. */
  readonly states?: ReadonlyMap<string, RunStep> | undefined;
  readonly onDecided?: (() => void) | undefined;
}

const marks: Readonly<Record<string, string>> = {
  read: "≡",
  branch: "◇",
  wait: "…",
  notify: "!",
  propose: "?",
  hand_over: "→",
};

const fresh = (kind: string, id: string): Step => {
  const text = { zh: "", en: "" };
  const rest: Readonly<Record<string, object>> = {
    read: { tool: "plan_status", args: {}, ask: "" },
    branch: { when: [{ fact: "event.line", is: "known" }], yes: [], no: [] },
    wait: { minutes: 10 },
    notify: { role: "planner", text },
    propose: { tool: "make_plan", args: {} },
    hand_over: { role: "planner", text, minutes: 480 },
  };
  return { do: kind, id, ...rest[kind] };
};

const Outcome = ({ state, onDecided }: { state: RunStep; onDecided?: (() => void) | undefined }) => {
  const { t, pick, language } = useLanguage();
  const { approval } = state;
  const decide = (approve: boolean) =>
    query(decideMutation, {
      id: approval?.id,
      hash: approval?.argsHash,
      plan: approval?.planVersion,
      approve,
    }).finally(onDecided);
  return (
    <div className="outcome">
      <span className="tag">{playbookState(state.outcome ?? state.status, language)}</span>
      {state.text ? <p>{pick(state.text)}</p> : null}
      {approval?.status === "Pending" ? (
        <Decision leave={approval.may} until={approval.expiresAt} name="act-" onDecide={decide} />
      ) : null}
      {state.evidence.length > 0 ? (
        <details>
          <summary>
            {t("evidence")} ({state.evidence.length})
          </summary>
          <ul>
            {state.evidence.map(({ kind, id, facts }) => (
              <li key={kind + id}>
                <b>{id}</b>{" "}
                <small>
                  {Object.entries(facts)
                    .filter(([, value]) => value !== null && value !== "")
                    .map(
                      ([name, value]) => `${factName(name, language)} ${factValue(name, value!, language)}`,
                    )
                    .join(" · ")}
                </small>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
};

/** Steps as a column of cards joined by lines; a branch has two columns. A card opens its form by a press. */
export const Flow = ({ steps, path, form, problems, onChange, states, onDecided }: Props) => {
  const { t, count, language } = useLanguage();
  const [open, setOpen] = useState<string>();
  const kinds = kindsIn(form.schema, "do");
  const change = (index: number, next: Step) => onChange?.(steps.with(index, next));
  const add = (kind: string) => {
    const id = `${kind.replace("_", "")}${Math.random().toString(36).slice(2, 5)}`;
    onChange?.([...steps, fresh(kind, id)]);
    setOpen(id);
  };
  return (
    <ol className="flow">
      {steps.map((step, index) => {
        const own = `${path}.${index}`;
        const schema = kinds.get(step.do) ?? {};
        const wrong = problems.some((one) => one.path === own || one.path.startsWith(`${own}.`));
        const state = states?.get(step.id);
        const tool = form.tools.find((one) => one.name === step["tool"]);
        const said = step["text"] as { zh: string; en: string } | undefined;
        const detail =
          tool?.title[language] ??
          said?.[language] ??
          (step["minutes"] ? count("minutesTold", Number(step["minutes"])) : "");
        return (
          <li key={own} className={`${states && !state ? "not-reached" : ""}`}>
            <article className={`step do-${step.do} ${wrong ? "wrong" : ""} ${state?.status ?? ""}`}>
              <button
                type="button"
                className="flow-head"
                data-testid={`step-${step.id}`}
                aria-expanded={open === step.id}
                onClick={() => setOpen(open === step.id ? undefined : step.id)}
              >
                <span aria-hidden="true">{marks[step.do]}</span> <b>{schema[language] ?? step.do}</b>{" "}
                <small>{step.id}</small>
                {state && said ? null : <span className="flow-detail">{detail}</span>}
              </button>
              {state ? <Outcome state={state} onDecided={onDecided} /> : null}
              {open === step.id && !states ? (
                <div className="step-form">
                  <Fields
                    schema={schema}
                    value={step}
                    path={own}
                    form={form}
                    problems={problems}
                    onChange={(field, value) => {
                      if (field === "id") setOpen(String(value));
                      change(index, { ...step, [field]: value });
                    }}
                  />
                  {onChange ? (
                    <p>
                      <button
                        type="button"
                        disabled={index === 0}
                        onClick={() => onChange(steps.toSpliced(index - 1, 2, step, steps[index - 1]!))}
                      >
                        {t("moveUp")}
                      </button>{" "}
                      <button type="button" onClick={() => onChange(steps.toSpliced(index, 1))}>
                        {t("removeStep")}
                      </button>
                    </p>
                  ) : null}
                </div>
              ) : null}
            </article>
            {step.do === "branch" ? (
              <div className="sides">
                {(["yes", "no"] as const).map((side) => (
                  <section key={side} aria-label={t(side === "yes" ? "yesSide" : "noSide")}>
                    <small className="side-name">{t(side === "yes" ? "yesSide" : "noSide")}</small>
                    <Flow
                      steps={(step[side] ?? []) as Step[]}
                      path={`${own}.${side}`}
                      form={form}
                      problems={problems}
                      states={states}
                      onDecided={onDecided}
                      onChange={onChange ? (next) => change(index, { ...step, [side]: next }) : undefined}
                    />
                  </section>
                ))}
              </div>
            ) : null}
          </li>
        );
      })}
      {onChange ? (
        <li className="add">
          <select
            aria-label={t("addStep")}
            data-testid={`add-${path}`}
            value=""
            onChange={(event) => add(event.target.value)}
          >
            <option value="">+ {t("addStep")}</option>
            {[...kinds].map(([kind, schema]) => (
              <option key={kind} value={kind}>
                {schema[language] ?? kind}
              </option>
            ))}
          </select>
        </li>
      ) : null}
    </ol>
  );
};
