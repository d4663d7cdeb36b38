import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { wholeNumber } from "../lib/numbers.ts";
import { useEventNudge } from "../lib/socket.ts";
import { Loading } from "../shell/Loading.tsx";
import { pageSize, type WaitingPage, waitingQuery } from "./types.ts";
import { Unit } from "./Unit.tsx";
import { Waiting } from "./Waiting.tsx";
import "./repairs.css";

const events = ["unit"];

/** Scan a failed unit, see what it is, repair it, answer back. */
export const Repairs = () => {
  const { t, count } = useLanguage();
  const [page, setPage] = useState(0);
  const skip = page * pageSize;
  const { data, failure, reload } = useQuery<WaitingPage>(waitingQuery, { first: pageSize, skip }, "waiting");
  useEventNudge(events, 1_000, reload);
  const [unit, setUnit] = useState<string>();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // A scanner types into whatever has the focus, and sends Enter.
  useEffect(() => field.current?.focus(), []);
  const open = useCallback((id: string | undefined) => {
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
  const { failed = 0, retest = 0 } = data?.waitingUnitCount ?? {};
  const total = failed + retest;
  // What waited on the last page may have been repaired meanwhile.
  const lastPage = Math.max(0, Math.ceil(total / pageSize) - 1);
  useEffect(() => {
    if (data && page > lastPage) setPage(lastPage);
  }, [data, page, lastPage]);
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
        {unit ? (
          <button type="button" data-testid="all-waiting" onClick={() => open(undefined)}>
            {t("allWaiting")}
          </button>
        ) : null}
        <span className="count">{data ? count("unitsCounted", failed) : ""}</span>
      </header>
      <Loading loaded={data !== undefined} failure={failure} />
      <Waiting units={waiting} chosen={unit} onOpen={open} />
      {total > pageSize ? (
        <nav className="pages" aria-label={t("pages")}>
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            ← {t("pageBefore")}
          </button>
          <span>
            {wholeNumber(skip + 1)} – {wholeNumber(skip + waiting.length)} / {wholeNumber(total)}
          </span>
          <button type="button" disabled={page >= lastPage} onClick={() => setPage(page + 1)}>
            {t("pageBehind")} →
          </button>
        </nav>
      ) : null}
      {unit ? (
        <Unit key={unit} id={unit} onOpen={open} onChanged={reload} />
      ) : waiting.length === 0 && data ? (
        <p className="empty">{t("scanFirst")}</p>
      ) : null}
    </section>
  );
};
