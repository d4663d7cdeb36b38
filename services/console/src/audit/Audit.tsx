import { useState } from "react";
import { formatRecorded, fromInput } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Earlier } from "../shell/Earlier.tsx";
import { ChainView } from "./ChainView.tsx";
import { DecisionView } from "./DecisionView.tsx";
import { EntryRow } from "./EntryRow.tsx";
import { Leavers } from "./Leavers.tsx";
import {
  auditQuery,
  type Decision,
  decisionsQuery,
  type Entry,
  type Kind,
  type Person,
  peopleQuery,
} from "./types.ts";
import { usePages } from "./usePages.ts";
import { kindWords } from "./words.ts";
import "./audit.css";

interface Filter {
  readonly person: string;
  readonly subject: string;
  readonly kind: Kind | "";
  readonly from: string;
  readonly to: string;
}
const everything: Filter = { person: "", subject: "", kind: "", from: "", to: "" };

const moment = (text: string): string | null => {
  const time = text ? fromInput(text) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
};
/** The filter as the server takes it. */
const variablesOf = ({ person, subject, kind, from, to }: Filter) => ({
  person: person || null,
  subject: subject.trim() || null,
  kind: kind || null,
  from: moment(from),
  to: moment(to),
});

interface FilterProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

const FilterBar = ({ filter, onFilter }: FilterProps) => {
  const { t, pick } = useLanguage();
  const { data } = useQuery<{ auditPeople: readonly Person[] }>(peopleQuery);
  const people = data?.auditPeople ?? [];
  const set = (change: Partial<Filter>) => onFilter({ ...filter, ...change });
  const asked = Object.entries(variablesOf(filter)).filter(([, value]) => value !== null) as [
    string,
    string,
  ][];
  return (
    <form className="audit-filter" onSubmit={(event) => event.preventDefault()}>
      {people.length > 1 ? (
        <select
          aria-label={t("auditWho")}
          value={filter.person}
          onChange={(event) => set({ person: event.target.value })}
        >
          <option value="">{t("auditAnyone")}</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {pick(name)} ({id})
            </option>
          ))}
        </select>
      ) : null}
      <select
        aria-label={t("auditAnyKind")}
        value={filter.kind}
        onChange={(event) => set({ kind: event.target.value as Kind | "" })}
      >
        <option value="">{t("auditAnyKind")}</option>
        {(Object.keys(kindWords) as Kind[]).map((kind) => (
          <option key={kind} value={kind}>
            {pick(kindWords[kind])}
          </option>
        ))}
      </select>
      <input
        type="search"
        value={filter.subject}
        placeholder={t("auditSubject")}
        aria-label={t("auditSubject")}
        onChange={(event) => set({ subject: event.target.value })}
      />
      <label>
        {t("auditFrom")}{" "}
        <input
          type="datetime-local"
          value={filter.from}
          onChange={(event) => set({ from: event.target.value })}
        />
      </label>
      <label>
        {t("auditTo")}{" "}
        <input
          type="datetime-local"
          value={filter.to}
          onChange={(event) => set({ to: event.target.value })}
        />
      </label>
      {asked.length > 0 ? (
        <button type="button" className="quiet" onClick={() => onFilter(everything)}>
          {t("auditClear")}
        </button>
      ) : null}
      <a className="button" href={`/export/audit.csv?${new URLSearchParams(asked)}`} download>
        CSV
      </a>
    </form>
  );
};

const Acts = () => {
  const { t } = useLanguage();
  const [filter, setFilter] = useState(everything);
  const { rows, problem, more } = usePages<Entry>(auditQuery, "audit", variablesOf(filter));
  return (
    <>
      <FilterBar filter={filter} onFilter={setFilter} />
      <ActProblem of={problem} />
      {rows?.length === 0 ? <p className="empty">{t("auditNone")}</p> : null}
      <ol className="audit-list" data-testid="audit-list">
        {rows?.map((entry) => (
          <EntryRow key={entry.seq} entry={entry} />
        ))}
      </ol>
      <Earlier load={more} />
    </>
  );
};

const Filtered = () => {
  const { t, language } = useLanguage();
  const { rows, problem, more } = usePages<Decision>(decisionsQuery, "contentDecisions", {});
  return (
    <>
      <ActProblem of={problem} />
      {rows?.length === 0 ? <p className="empty">{t("auditNothingFiltered")}</p> : null}
      <ol className="audit-list" data-testid="filtered-list">
        {rows?.map((decision) => (
          <li key={decision.id} className="filtered audit-detail">
            {/* Wall time: when it was decided, not what it tells. */}
            <time dateTime={decision.at}>{formatRecorded(decision.at, language)}</time>
            <DecisionView decision={decision} />
          </li>
        ))}
      </ol>
      <Earlier load={more} />
    </>
  );
};

const tabs = ["auditActs", "auditFiltered", "auditPeople"] as const;

/** Who did what, when, on whose approval, from where; whether that is what was sealed; and what the content filter held back. */
export const Audit = () => {
  const { t } = useLanguage();
  const [tab, setTab] = useState<(typeof tabs)[number]>("auditActs");
  const seesAll = useMay("checkAudit").allowed;
  return (
    <section className="view audit" aria-label={t("auditTitle")}>
      <header className="pane-head">
        <h2>{t("auditTitle")}</h2>
        <div className="segmented" role="group">
          {tabs
            .filter((name) => seesAll || name !== "auditPeople")
            .map((name) => (
              <button type="button" key={name} aria-pressed={tab === name} onClick={() => setTab(name)}>
                {t(name)}
              </button>
            ))}
        </div>
      </header>
      <ChainView />
      {seesAll ? null : <p className="audit-own">{t("auditOwn")}</p>}
      {{ auditActs: <Acts />, auditFiltered: <Filtered />, auditPeople: <Leavers /> }[tab]}
    </section>
  );
};
