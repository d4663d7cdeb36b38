import { useEffect, useState } from "react";
import { query, sentenceOf, useQuery } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import {
  type LeaverTask,
  leaveMutation,
  leaverQuery,
  type Person,
  peopleQuery,
  tracesQuery,
} from "./types.ts";

const lookAgainMs = 1_000;

const Progress = ({ id }: { id: string }) => {
  const { t, pick } = useLanguage();
  const { data, reload } = useQuery<{ leaverTask: LeaverTask }>(leaverQuery, { id });
  const task = data?.leaverTask;
  const isOver = task?.status === "Done" || task?.status === "Failed";
  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer while it runs asks for the next one.
  useEffect(() => {
    if (isOver) return;
    const timer = setTimeout(reload, lookAgainMs);
    return () => clearTimeout(timer);
  }, [isOver, data, reload]);
  if (task?.pseudonym) return <p className="whole">✓ {t("leaverDone").replace("{id}", task.pseudonym)}</p>;
  if (task?.problem) return <p className="error">{t("leaverFailed").replace("{why}", pick(task.problem))}</p>;
  return <p role="status">{t("leaverRunning")}</p>;
};

const Confirm = ({ id, onAsked }: { id: string; onAsked: (task: string) => void }) => {
  const { t } = useLanguage();
  const { data } = useQuery<{ personTraces: readonly { readonly table: string; readonly rows: number }[] }>(
    tracesQuery,
    { id },
  );
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<Bilingual>();
  const act = () =>
    query<{ pseudonymisePerson: { id: string } }>(leaveMutation, {
      id,
      confirm: typed,
      key: newId(),
    }).then(
      ({ pseudonymisePerson }) => onAsked(pseudonymisePerson.id),
      (error) => setProblem(sentenceOf(error)),
    );
  return (
    <>
      <p>
        {t("leaverTraces")}{" "}
        {data?.personTraces.map(({ table, rows }) => (
          <span key={table} className="tag">
            {table} {rows}
          </span>
        ))}
      </p>
      <p className="audit-filter">
        <input
          value={typed}
          placeholder={t("leaverType").replace("{id}", id)}
          aria-label={t("leaverType").replace("{id}", id)}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="button" className="danger" disabled={typed !== id} onClick={act}>
          {t("leaverDo")}
        </button>
      </p>
      <ActProblem of={problem} />
    </>
  );
};

/** Somebody has left: where he or she is named, and the one act that takes that away for good. */
export const Leavers = () => {
  const { t, pick } = useLanguage();
  const { data, reload } = useQuery<{ auditPeople: readonly Person[] }>(peopleQuery);
  const [id, setId] = useState("");
  const [task, setTask] = useState<string>();
  const people = data?.auditPeople.filter((one) => !one.id.startsWith("LEFT-")) ?? [];
  return (
    <section className="chain-box leavers" aria-label={t("auditPeople")}>
      <p>{t("leaverTells")}</p>
      <p className="audit-filter">
        <label>
          {t("leaverWho")}{" "}
          <select
            value={id}
            onChange={(event) => {
              setId(event.target.value);
              setTask(undefined);
              reload();
            }}
          >
            <option value="">{t("leaverChoose")}</option>
            {people.map((one) => (
              <option key={one.id} value={one.id}>
                {pick(one.name)} ({one.id})
              </option>
            ))}
          </select>
        </label>
      </p>
      {task ? <Progress id={task} /> : id ? <Confirm key={id} id={id} onAsked={setTask} /> : null}
    </section>
  );
};
