import { useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";
import { statusName } from "../lib/status.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Advice } from "./Advice.tsx";
import { Causes } from "./Causes.tsx";
import { Measurements } from "./Measurements.tsx";
import { Outcome } from "./Outcome.tsx";
import { SeenByInspection } from "./SeenByInspection.tsx";
import { type Diagnosis, diagnosisQuery, type Finding } from "./types.ts";

const events = ["unit"];
/** What a repair came to, in a word. */
const verdict = (verified: boolean | null, result: string) =>
  result === "Scrap" ? "scrapUnit" : verified === null ? "waitsForTest" : verified ? "held" : "failedAgain";

interface Props {
  readonly id: string;
  readonly onOpen: (unit: string) => void;
  readonly onChanged: () => void;
}

/** One failed unit: what was measured, what it probably is, what to do, and the technician's answer. */
export const Unit = ({ id, onOpen, onChanged }: Props) => {
  const { t, pick, language } = useLanguage();
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [chosen, setChosen] = useState<string>();
  // What was known stays while a look answers, and when an answer fails to come.
  const { data, failure, reload } = useQuery<{ diagnosis: Diagnosis }>(diagnosisQuery, { id, findings }, id);
  useEventNudge(events, 500, reload);
  const diagnosis = data?.diagnosis;
  if (!diagnosis) return <ActProblem of={failure} />;
  const { unit, test, causes, learnt } = diagnosis;
  const nameOf = (cause: string) => pick(causes.find((each) => each.id === cause)?.name) || cause;
  const find = (check: string, found: boolean | undefined) =>
    setFindings([
      ...findings.filter((each) => each.check !== check),
      ...(found === undefined ? [] : [{ check, found }]),
    ]);
  const waits = unit.status === "Failed";
  return (
    <article className="unit" data-testid="unit" data-unit={unit.id} data-status={unit.status}>
      <header>
        <h3>{unit.id}</h3>
        <span className={`tag status-${unit.status.toLowerCase()}`}>{statusName(unit.status, language)}</span>
        <span>
          {unit.productId} <small>{pick(unit.product)}</small>
        </span>
        <small>
          {test ? `${test.station} · ${formatTime(test.time, language)}` : t("neverFailed")}
          {unit.line ? ` · ${unit.line}` : ""}
          {unit.workOrderId ? ` · ${unit.workOrderId}` : ""}
          {unit.simulated ? ` · ${t("simulated")}` : ""}
        </small>
      </header>
      <ActProblem of={failure} />
      {unit.repairs.length > 0 ? (
        <ol className={`attempts ${waits ? "again" : ""}`} aria-label={t("repairsBefore")}>
          {unit.repairs.map(({ id: repair, attempt, causeId, verified, result }) => (
            <li key={repair}>
              {attempt}. {nameOf(causeId)} <small>{t(verdict(verified, result))}</small>
            </li>
          ))}
          {waits ? (
            <li className="now">
              <b>{t("attempt").replace("{n}", String(unit.repairs.length + 1))}</b>
            </li>
          ) : null}
        </ol>
      ) : null}
      {test ? (
        <div className="unit-grid">
          <Measurements all={test.measurements} />
          <SeenByInspection unit={unit.id} />
          {waits ? <Advice diagnosis={diagnosis} findings={findings} onFind={find} /> : null}
          {causes.length > 0 ? (
            <Causes
              causes={causes}
              chosen={waits ? chosen : undefined}
              onChoose={setChosen}
              onOpen={onOpen}
              learnt={learnt}
            />
          ) : (
            <p className="empty">{t("noCatalogue")}</p>
          )}
          {waits && causes.length > 0 ? (
            <Outcome
              diagnosis={diagnosis}
              chosen={chosen}
              findings={findings}
              onRecorded={() => {
                setFindings([]);
                setChosen(undefined);
                reload();
                onChanged();
              }}
            />
          ) : null}
        </div>
      ) : null}
    </article>
  );
};
