import { useEffect, useState } from "react";
import { formatRecorded } from "../lib/clock.ts";
import { query, sentenceOf, useQuery } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { wholeNumber } from "../lib/numbers.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { partStates } from "./chain.ts";
import { type Chain, chainQuery, checkMutation } from "./types.ts";

const lookAgainMs = 1_000;

/** The links of the chain as rings in a row, each sealed, checked or broken; what waits at its end. */
const Links = ({ chain }: { chain: Chain }) => {
  const { t, language } = useLanguage();
  const states = partStates(chain);
  const names = {
    verified: t("auditVerified"),
    sealed: t("auditSealedOnly"),
    broken: t("auditBroken"),
    unknown: t("auditUnknown"),
  };
  return (
    <ol className="chain" data-testid="chain">
      {chain.parts.map(({ from, to, rows, sealedAt }, index) => {
        const state = states[index]!;
        const batches = from === to ? `${from}` : `${from}–${to}`;
        const title = `${t("auditBatch")} ${batches} · ${rows} ${t("auditEvents")} · ${formatRecorded(sealedAt, language)} · ${names[state]}`;
        return (
          <li key={from} className={state} title={title}>
            <span className="sr">{title}</span>
          </li>
        );
      })}
      {chain.unsealed > 0 ? (
        <li className="open" title={`${t("auditOpen")} · ${chain.unsealed} ${t("auditEvents")}`}>
          {chain.unsealed}
        </li>
      ) : null}
    </ol>
  );
};

const Verdict = ({ chain }: { chain: Chain }) => {
  const { t, language } = useLanguage();
  const { check, batches } = chain;
  if (!check) return <p>{t("auditUnchecked")}</p>;
  if (check.status === "Failed") return <p className="error">{t("auditCheckFailed")}</p>;
  if (check.status !== "Done")
    return (
      <p role="status">
        {t("auditChecking").replace("{n}", String(check.batches)).replace("{all}", String(batches))}
      </p>
    );
  const { broken } = check;
  if (broken)
    return (
      <p className="error" role="alert">
        {t("auditBrokenAt")
          .replace("{batch}", String(broken.batch))
          .replace("{row}", broken.seq ? t("auditRow").replace("{seq}", broken.seq) : "")
          .replace("{problem}", broken.problem)
          .replace("{before}", String(check.batches))}
      </p>
    );
  const rows = chain.parts.filter(({ to }) => to <= check.batches).reduce((sum, part) => sum + part.rows, 0);
  return (
    <p className="whole">
      ✓ {t("auditWhole").replace("{rows}", wholeNumber(rows)).replace("{batches}", String(check.batches))}{" "}
      <small>
        {t("auditCheckedAt")} {check.finishedAt ? formatRecorded(check.finishedAt, language) : ""}
      </small>
    </p>
  );
};

/** Whether the audit is what was sealed, as a picture, with the button that looks again. */
export const ChainView = () => {
  const { t, count } = useLanguage();
  const may = useMay("checkAudit");
  const { data, reload } = useQuery<{ auditState: Chain }>(chainQuery);
  const [problem, setProblem] = useState<Bilingual>();
  const chain = data?.auditState;
  const isRunning = chain?.check?.status === "Asked" || chain?.check?.status === "Running";
  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer while it runs asks for the next one.
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(reload, lookAgainMs);
    return () => clearTimeout(timer);
  }, [isRunning, data, reload]);
  if (!chain) return null;
  const check = () =>
    query(checkMutation, { key: newId() }).then(
      () => {
        setProblem(undefined);
        reload();
      },
      (error) => setProblem(sentenceOf(error)),
    );
  return (
    <section className="chain-box">
      <Links chain={chain} />
      <Verdict chain={chain} />
      <div className="chain-foot">
        {chain.unsealed > 0 ? <small>{count("auditUnsealedCount", chain.unsealed)}</small> : null}
        {chain.check?.head ? (
          <details>
            <summary>{t("auditHead")}</summary>
            <code data-testid="audit-head">{chain.check.head}</code>
          </details>
        ) : null}
        {may.allowed ? (
          <button type="button" disabled={isRunning} onClick={check} data-testid="audit-check">
            {t("auditCheckNow")}
          </button>
        ) : null}
      </div>
      <ActProblem of={problem} />
    </section>
  );
};
