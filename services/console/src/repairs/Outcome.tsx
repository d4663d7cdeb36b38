import { useEffect, useState } from "react";
import { query, sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { type Diagnosis, type Finding, recordMutation } from "./types.ts";

interface Props {
  readonly diagnosis: Diagnosis;
  readonly chosen: string | undefined;
  readonly findings: readonly Finding[];
  readonly onRecorded: () => void;
}

type Result = "Repaired" | "NotReproduced" | "Scrapped";

/** The technician's answer: what it was, and what came of it. */
export const Outcome = ({ diagnosis, chosen, findings, onRecorded }: Props) => {
  const { t, pick } = useLanguage();
  const leave = useMay("recordRepair");
  const { unit, causes, test } = diagnosis;
  const [problem, setProblem] = useState<Bilingual>();
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  // One key for each test that is answered: pressed twice, it is one repair.
  const key = `${unit.id}/${test?.id}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another unit is another question.
  useEffect(() => {
    setProblem(undefined);
    setSure(false);
  }, [key]);
  const cause = causes.find(({ id }) => id === chosen);
  const record = async (outcome: Result) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await query(recordMutation, {
        unitId: unit.id,
        outcome,
        causeId: outcome === "NotReproduced" ? null : (cause?.id ?? null),
        findings,
        key: `${key}/${outcome}/${cause?.id ?? ""}/${JSON.stringify(findings)}`.slice(0, 200),
      });
      onRecorded();
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  if (!leave.allowed) return <WhoMay leave={leave} waits />;
  const verify = test?.measurements.filter(({ failed }) => failed).map(({ name }) => pick(name)) ?? [];
  return (
    <section className="card outcome" aria-label={t("answerBack")}>
      <h3>{t("answerBack")}</h3>
      <p>{cause ? pick(cause.name) : t("chooseCause")}</p>
      <div className="answers">
        <button
          type="button"
          className="primary"
          data-testid="repaired"
          disabled={busy || !cause || cause.noFault}
          onClick={() => void record("Repaired")}
        >
          {t("repaired")}
        </button>
        <button
          type="button"
          data-testid="not-reproduced"
          disabled={busy}
          onClick={() => void record("NotReproduced")}
        >
          {t("notReproduced")}
        </button>
        <button
          type="button"
          className="scrap"
          data-testid="scrap"
          disabled={busy || !cause}
          onClick={() => (sure ? void record("Scrapped") : setSure(true))}
        >
          {t(sure ? "scrapSure" : "scrapUnit")}
        </button>
      </div>
      <small>
        {t("thenTest")} {verify.join(", ")}
      </small>
      <ActProblem of={problem} />
    </section>
  );
};
