import { measuredText, Picture } from "../inspection/Picture.tsx";
import { type Call, callFields } from "../inspection/types.ts";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";

const query = `query UnitDefects($id: ID!) { unitDefects(unitId: $id) { ${callFields} } }`;
const mostShown = 6;
const verdicts: Readonly<
  Record<string, "verdictDefect" | "verdictFalse" | "verdictAccepted" | "callsWaiting">
> = {
  DefectConfirmed: "verdictDefect",
  DefectRejected: "verdictFalse",
  DefectAccepted: "verdictAccepted",
};

/** What AOI, SPI and X-ray called on the unit's board, and what was said of it: shown as evidence, it moves no probability. */
export const SeenByInspection = ({ unit }: { unit: string }) => {
  const { t, pick, language } = useLanguage();
  const { data } = useQuery<{ unitDefects: readonly Call[] }>(query, { id: unit });
  const calls = data?.unitDefects ?? [];
  if (calls.length === 0) return null;
  return (
    <section className="card seen" aria-label={t("foundByInspection")}>
      <h3>{t("foundByInspection")}</h3>
      <ul>
        {calls.slice(0, mostShown).map((call) => (
          <li key={call.id}>
            <Picture call={call} label={`${call.designator ?? ""} ${pick(call.kindName)}`} />
            <span>
              <b>{call.designator ?? "–"}</b> {pick(call.kindName)} · {call.method} ·{" "}
              {t(verdicts[call.verification] ?? "callsWaiting")}
              <small>
                {measuredText(call, t("limitShort"))} {formatTime(call.time, language, "date")} {call.line}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
