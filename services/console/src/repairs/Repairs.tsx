import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";
import { Loading } from "../shell/Loading.tsx";
import { type WaitingUnit, waitingQuery } from "./types.ts";
import { Unit } from "./Unit.tsx";
import "./repairs.css";

const events = ["unit"];

/** Scan a failed unit, see what it is, repair it, answer back. */
export const Repairs = () => {
  const { t, count, language } = useLanguage();
  const { data, failure, reload } = useQuery<{ waitingUnits: readonly WaitingUnit[] }>(waitingQuery);
  useEventNudge(events, 1_000, reload);
  const [unit, setUnit] = useState<string>();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // A scanner types into whatever has the focus, and sends Enter.
  useEffect(() => field.current?.focus(), []);
  const open = useCallback((id: string) => {
    setUnit(id);
    setTyped("");
    field.current?.focus();
  }, []);
  const scan = (event: FormEvent) => {
    event.preventDefault();
    const id = typed.trim();
    if (id) open(id);
  };
  const waiting = data?.waitingUnits ?? [];
  const toRepair = waiting.filter(({ status }) => status === "Failed");
  return (
    <section className="view repairs" aria-label={t("repairs")}>
      <header className="pane-head">
        <h2>{t("repairs")}</h2>
        <form onSubmit={scan} className="scan">
          <input
            ref={field}
            type="search"
            data-testid="scan"
            value={typed}
            placeholder={t("scanUnit")}
            aria-label={t("scanUnit")}
            autoComplete="off"
            enterKeyHint="go"
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
        <span className="count">{data ? count("unitsCounted", toRepair.length) : ""}</span>
      </header>
      <Loading loaded={data !== undefined} failure={failure} />
      <ul className="waiting" aria-label={t("unitsWait")}>
        {waiting.map(({ id, productId, status, changedAt, repairCount }) => (
          <li key={id}>
            <button
              type="button"
              data-testid={`waiting-${id}`}
              className={status === "Failed" ? "" : "retest"}
              aria-current={unit === id ? "true" : undefined}
              onClick={() => open(id)}
            >
              <b>{id}</b>
              <span>{productId}</span>
              <small>
                {status === "Failed" ? formatTime(changedAt, language, "date") : t("waitsForTest")}
                {repairCount > 0
                  ? ` · ${t("attempt").replace("{n}", String(repairCount + (status === "Failed" ? 1 : 0)))}`
                  : ""}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {unit ? (
        <Unit key={unit} id={unit} onOpen={open} onChanged={reload} />
      ) : (
        <p className="empty">{t("scanFirst")}</p>
      )}
    </section>
  );
};
