import { useLanguage } from "../lib/language.ts";
import type { Check, Diagnosis, Finding } from "./types.ts";

interface Props {
  readonly diagnosis: Diagnosis;
  readonly findings: readonly Finding[];
  readonly onFind: (check: string, found: boolean | undefined) => void;
}

const Answer = ({
  check,
  given,
  onFind,
}: {
  check: Check;
  /** Found in this repair; what an earlier one wrote down stays. */
  given: boolean | undefined;
  onFind: Props["onFind"];
}) => {
  const { t } = useLanguage();
  const answers = [true, false] as const;
  return (
    <span className="segmented" role="group">
      {answers.map((found) => (
        <button
          type="button"
          key={String(found)}
          data-testid={`find-${check.id}-${found ? "yes" : "no"}`}
          aria-pressed={(given ?? check.found) === found}
          onClick={() => onFind(check.id, given === found ? undefined : found)}
        >
          {t(found ? "yes" : "no")}
        </button>
      ))}
    </span>
  );
};

/** What to do next, and the looks that can be taken. */
export const Advice = ({ diagnosis, findings, onFind }: Props) => {
  const { t, count, pick } = useLanguage();
  const { advice, checks, causes } = diagnosis;
  if (!advice) return null;
  const next = checks.find(({ id }) => id === advice.check?.id);
  const mend = causes.find(({ id }) => id === advice.cause?.id);
  const givenOf = (id: string) => findings.find(({ check }) => check === id)?.found;
  const others = checks.filter(({ id }) => id !== next?.id);
  return (
    <section className="card next" aria-label={t("nextStep")}>
      <h3>{t("nextStep")}</h3>
      {next ? (
        <p className="advice" data-testid="advice">
          <span>
            {t("lookFirst")} <b>{pick(next.name)}</b> · {count("minutesTold", next.minutes)}
          </span>
          <Answer check={next} given={givenOf(next.id)} onFind={onFind} />
        </p>
      ) : mend?.action ? (
        <p className="advice" data-testid="advice">
          <span>
            {t("repairNow")} <b>{pick(mend.action.name)}</b> · {count("minutesTold", mend.action.minutes)}
            {mend.action.material ? ` · ${mend.action.material}` : ""}
          </span>
        </p>
      ) : (
        <p className="advice">{t("giveUp")}</p>
      )}
      <details open={findings.length > 0}>
        <summary>
          {t("looks")} ({others.length})
        </summary>
        <ul className="looks">
          {others.map((check) => (
            <li key={check.id}>
              <span>
                {pick(check.name)} <small>{count("minutesTold", check.minutes)}</small>
              </span>
              <Answer check={check} given={givenOf(check.id)} onFind={onFind} />
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
};
