import { useState } from "react";
import { playbookState } from "../../../core/playbook-states.ts";
import { roleSaid } from "../../../core/roles.ts";
import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { factName, factValue } from "../lib/facts.ts";
import { useFirst } from "../lib/first.ts";
import { useQuery } from "../lib/graphql.ts";
import { isKept } from "../lib/kept.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { useEventNudge } from "../lib/socket.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Earlier } from "../shell/Earlier.tsx";
import { Loading } from "../shell/Loading.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { draftOf } from "./draft.ts";
import { Editor } from "./Editor.tsx";
import { Flow } from "./Flow.tsx";
import {
  activeMutation,
  type Definition,
  type Form,
  type Notice,
  type Playbook,
  playbooksQuery,
  type Run,
  runQuery,
  seenMutation,
  startMutation,
} from "./types.ts";
import "./playbooks.css";

interface Page {
  readonly playbooks: readonly Playbook[];
  readonly notices: readonly Notice[];
  readonly playbookForm: Form;
}

const empty: Definition = {
  name: { zh: "", en: "" },
  trigger: { kind: "hand" },
  steps: [],
  limits: { atOnce: 5, cooldownMinutes: 0 },
};
const events = ["playbook", "approval"];
/** What is open when a playbook is begun: no playbook has it for an id. */
const fresh = "new";

const RunView = ({ id, form }: { id: string; form: Form }) => {
  const { language, pick } = useLanguage();
  const { data, failure, reload } = useQuery<{ playbookRun: Run }>(runQuery, { id });
  useEventNudge(events, 500, reload);
  const run = data?.playbookRun;
  if (!run?.definition) return <Loading loaded={data !== undefined} failure={failure} />;
  return (
    <div data-testid="playbook-run">
      <p>
        <span className="tag">{playbookState(run.status, language)}</span>{" "}
        {formatTime(run.startedAt, language)} {pick(run.reason)}
      </p>
      <p className="facts">
        {Object.entries(run.facts)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <small key={name}>
              {factName(name.replace(/^event\./, ""), language)}{" "}
              <b>
                {typeof value === "object"
                  ? pick(value as Bilingual)
                  : factValue(name, value as string | number | boolean, language)}
              </b>
            </small>
          ))}
      </p>
      <Flow
        steps={run.definition.steps}
        path="steps"
        form={form}
        problems={[]}
        states={new Map((run.steps ?? []).map((step) => [step.id, step]))}
        onDecided={reload}
      />
    </div>
  );
};

/** What the house does by itself: the playbooks, what they told people, and how each ran. */
export const Playbooks = () => {
  const { t, language, pick } = useLanguage();
  const { first, more } = useFirst(20);
  const { data, failure, reload } = useQuery<Page>(playbooksQuery, { first }, "playbooks");
  const named = usePersonName();
  useEventNudge(events, 1_000, reload);
  const mayCompose = useMay("savePlaybook");
  const [open, setOpen] = useState<string>();
  const [run, setRun] = useState<string>();
  const { busy, problem, act } = useAct(reload);
  const playbook = data?.playbooks.find(({ id }) => id === open);
  const form = data?.playbookForm;
  return (
    <section className="view playbooks-page" aria-label={t("playbooks")}>
      <header className="pane-head">
        <h2>{t("playbooks")}</h2>
        {open || run ? (
          <button
            type="button"
            className="quiet"
            onClick={() => (run ? setRun(undefined) : setOpen(undefined))}
          >
            {t(run && open ? "backToPlaybook" : "allPlaybooks")}
          </button>
        ) : (
          <>
            {mayCompose.allowed ? (
              <button type="button" data-testid="new-playbook" onClick={() => setOpen(fresh)}>
                {t("newPlaybook")}
                {isKept(draftOf(undefined)) ? <small> · {t("unsaved")}</small> : null}
              </button>
            ) : null}
            <WhoMay leave={mayCompose} />
          </>
        )}
      </header>
      <Loading loaded={data !== undefined} failure={failure} />
      {/* Of what was done in the list: beside a playbook or a run it would be read as theirs. */}
      {open || run ? null : <ActProblem of={problem} />}
      {form && run ? <RunView id={run} form={form} /> : null}
      {form && open && (open === fresh || playbook) && !run ? (
        <Editor
          key={open}
          id={playbook?.id}
          version={playbook?.version ?? 0}
          given={playbook?.definition ?? empty}
          leave={playbook?.leave ?? mayCompose}
          form={form}
          onSaved={(id) => {
            // Whoever has gone on to the list meanwhile stays there.
            setOpen((shown) => (shown === undefined ? undefined : id));
            reload();
          }}
        />
      ) : null}
      {!open && !run ? (
        <>
          <ul className="playbook-list">
            {data?.playbooks.map(({ id, definition, active, leave, turnOff, next, runs }) => (
              <li key={id} className={active ? "" : "off"}>
                <button
                  type="button"
                  className="name"
                  data-testid={`playbook-${id}`}
                  onClick={() => setOpen(id)}
                >
                  <b>{definition.name[language] || definition.name.zh || definition.name.en}</b>{" "}
                  <small>
                    {id}
                    {isKept(draftOf(id)) ? ` · ${t("unsaved")}` : ""}
                  </small>
                </button>
                <button
                  type="button"
                  role="switch"
                  aria-checked={active}
                  data-testid={`switch-${id}`}
                  disabled={busy || !(active ? turnOff : leave).allowed}
                  onClick={() => void act(activeMutation, { id, active: !active })}
                >
                  {t(active ? "playbookOn" : "playbookOff")}
                </button>
                {leave.allowed ? (
                  <button
                    type="button"
                    className="quiet"
                    disabled={busy}
                    onClick={() => void act(startMutation, { id })}
                  >
                    ▶ {t("startNow")}
                  </button>
                ) : (
                  <WhoMay leave={leave} />
                )}
                <span className="runs" title={t("lastRuns")}>
                  {next ? (
                    <small>
                      {t("nextStart")} {formatTime(next, language)}
                    </small>
                  ) : null}
                  {runs.map((one) => (
                    <button
                      type="button"
                      key={one.id}
                      className={`run-dot ${one.status}`}
                      title={`${playbookState(one.status, language)} ${pick(one.reason)}`}
                      onClick={() => setRun(one.id)}
                    >
                      {formatTime(one.startedAt, language, "date")}
                    </button>
                  ))}
                  {runs.length === 0 ? <small>{t("noRunsYet")}</small> : null}
                </span>
              </li>
            ))}
          </ul>
          {data?.playbooks.length === 0 ? <p className="empty">{t("noPlaybooks")}</p> : null}
          <h3>{t("forPeople")}</h3>
          {data?.notices.length === 0 ? <p className="empty">{t("noNotices")}</p> : null}
          <ul className="notices">
            {data?.notices.map(({ id, role, kind, text, createdAt, runId, acknowledgedBy, leave }) => (
              <li key={id} className={acknowledgedBy ? "seen" : kind}>
                <button type="button" className="name" onClick={() => setRun(runId)}>
                  <small>
                    {formatTime(createdAt, language, "date")} · {roleSaid(role)[language]}
                  </small>
                  <span>{pick(text)}</span>
                </button>
                {acknowledgedBy ? (
                  <small>
                    {t("takenBy")} {named(acknowledgedBy)}
                  </small>
                ) : leave.allowed ? (
                  <button
                    type="button"
                    data-testid={`see-${id}`}
                    disabled={busy}
                    onClick={() => void act(seenMutation, { id })}
                  >
                    {t(kind === "task" ? "takeTask" : "seenIt")}
                  </button>
                ) : (
                  <WhoMay leave={leave} waits />
                )}
              </li>
            ))}
          </ul>
          <Earlier word="more" load={more(data?.notices.length ?? 0)} />
        </>
      ) : null}
    </section>
  );
};
