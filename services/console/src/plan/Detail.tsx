import { useEffect, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { query } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { statusName } from "../lib/status.ts";
import type { PlanOperation } from "./types.ts";

interface DetailProps {
  readonly operation: PlanOperation;
  /** A new plan has new reasons. */
  readonly version: number;
  readonly onClose: () => void;
  readonly onAsk: (text: string) => void;
}

const factsQuery = "query Facts($id: ID!) { explainOrder(id: $id) { zh en } }";

const none: readonly Bilingual[] = [];

/** Why the order ends when it does; nothing where the plan does not remember. */
const useFacts = (id: string, version: number): readonly Bilingual[] => {
  const [told, setTold] = useState<{ readonly id: string; readonly facts: readonly Bilingual[] }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version asks again.
  useEffect(() => {
    let wanted = true;
    query<{ explainOrder: readonly Bilingual[] }>(factsQuery, { id }).then(
      ({ explainOrder }) => wanted && setTold({ id, facts: explainOrder }),
      () => wanted && setTold(undefined),
    );
    return () => {
      wanted = false;
    };
  }, [id, version]);
  // Why another order ends when it does is nothing to read below this one.
  return told?.id === id ? told.facts : none;
};

/** One operation of the plan, the chain of facts behind its order's end, and what may be asked about it. */
export const Detail = ({ operation, version, onClose, onAsk }: DetailProps) => {
  const { t, pick, language } = useLanguage();
  const { workOrderId, equipmentId } = operation;
  const facts = useFacts(workOrderId, version);
  const zh = language === "zh";
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === "Escape") onClose();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [onClose]);
  const questions = [
    ...(operation.lateSeconds > 0
      ? [["askWhy", zh ? `${workOrderId} 为什么延期？` : `Why is ${workOrderId} late?`] as const]
      : []),
    ["askKit", zh ? `${workOrderId} 齐套了吗？` : `Is the kit for ${workOrderId} complete?`],
    [
      "askRelease",
      zh ? `把 ${workOrderId} 下达到 ${equipmentId}` : `Release ${workOrderId} to ${equipmentId}`,
    ],
  ] as const;
  return (
    <aside className="detail" aria-label={workOrderId}>
      <header>
        <b>
          {workOrderId} · {operation.segment}
        </b>
        <span className="tag">{statusName(operation.status, language)}</span>
        <button type="button" className="quiet" onClick={onClose} aria-label={t("close")}>
          ✕
        </button>
      </header>
      <dl className="found">
        <div>
          <dt>{t("product")}</dt>
          <dd>{operation.productId}</dd>
        </div>
        <div>
          <dt>{t("line")}</dt>
          <dd>{equipmentId}</dd>
        </div>
        <div>
          <dt>{t("planned")}</dt>
          <dd>
            {formatTime(operation.start, language)} – {formatTime(operation.end, language, false)}
          </dd>
        </div>
        {operation.actualStart ? (
          <div>
            <dt>{t("actual")}</dt>
            <dd>
              {formatTime(operation.actualStart, language)}
              {operation.actualEnd ? ` – ${formatTime(operation.actualEnd, language, false)}` : " –"}
            </dd>
          </div>
        ) : null}
      </dl>
      {facts.length > 0 ? (
        <ol className={operation.lateSeconds > 0 ? "why late" : "why"}>
          {facts.map((fact) => (
            <li key={fact.en}>{pick(fact)}</li>
          ))}
        </ol>
      ) : null}
      <footer>
        {questions.map(([key, text]) => (
          <button type="button" key={key} onClick={() => onAsk(text)}>
            {t(key)}
          </button>
        ))}
      </footer>
    </aside>
  );
};
