import { useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { useQuery } from "../lib/graphql.ts";
import { isKept } from "../lib/kept.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { wholeNumber } from "../lib/numbers.ts";
import { usePersonName } from "../lib/people.ts";
import { useSettled } from "../lib/settled.ts";
import { useEventNudge } from "../lib/socket.ts";
import { statusName } from "../lib/status.ts";
import { Loading } from "../shell/Loading.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { Document } from "./Document.tsx";
import { draftsOf } from "./draft.ts";
import { type InstructionPage, listQuery } from "./types.ts";
import { events } from "./useDocument.ts";
import { Write } from "./Write.tsx";
import "./documents.css";

const pageSize = 100;
/** What one answer may hold; of more, a word finds what is looked for. */
const mostShown = 1_000;

/** Work instructions with their state and whether they are still true; one opened. */
export const Documents = () => {
  const { t, pick, language } = useLanguage();
  const named = usePersonName();
  const [search, setSearch] = useState("");
  const wanted = useSettled(search.trim());
  const [shown, setShown] = useState(pageSize);
  const { data, failure, reload } = useQuery<{ workInstructions: InstructionPage }>(
    listQuery,
    { search: wanted, first: shown },
    "list",
  );
  useEventNudge(events, 1_000, reload);
  const [opened, setOpened] = useState<{ documentId: string; version: number }>();
  const writing = useMay("writeInstruction");
  if (opened)
    return (
      <section className="view documents" aria-label={t("documentsTitle")}>
        <Document
          key={`${opened.documentId}/${opened.version}`}
          {...opened}
          // A draft that is written takes a while: by then another document may be open.
          onVersion={(version) =>
            setOpened((shown) => (shown?.documentId === opened.documentId ? { ...shown, version } : shown))
          }
          onBack={() => {
            setOpened(undefined);
            reload();
          }}
        />
      </section>
    );
  const page = data?.workInstructions;
  const rows = page?.edges.map(({ node }) => node) ?? [];

  return (
    <section className="view documents" aria-label={t("documentsTitle")}>
      <header className="pane-head">
        <h2>{t("documentsTitle")}</h2>
        <input
          type="search"
          value={search}
          placeholder={t("searchDocuments")}
          aria-label={t("searchDocuments")}
          onChange={(event) => {
            setSearch(event.target.value);
            setShown(pageSize);
          }}
        />
        <span className="count">
          {page ? `${wholeNumber(page.totalCount)} · ${t("outOfDate")} ${wholeNumber(page.outOfDate)}` : ""}
        </span>
      </header>
      {writing.allowed ? (
        <Write onWritten={(documentId, version) => setOpened({ documentId, version })} />
      ) : (
        <p className="empty">
          {t("writeDraft")}: <WhoMay leave={writing} />
        </p>
      )}
      <Loading loaded={data !== undefined} failure={failure} />
      {data && rows.length === 0 ? (
        <p className="empty">
          {t(search !== "" ? "nothingMatches" : writing.allowed ? "noDocuments" : "noneWritten")}
        </p>
      ) : null}
      <ul className="document-list">
        {rows.map(({ documentId, version, productId, title, status, changedBy, changedAt, staleSteps }) => (
          <li key={`${documentId}/${version}`}>
            <button
              type="button"
              data-testid={`document-${documentId}-${version}`}
              onClick={() => setOpened({ documentId, version })}
            >
              <span className={`tag doc-${status.toLowerCase()}`}>{statusName(status, language)}</span>
              <b>{productId}</b> <span>{pick(title)}</span>
              {staleSteps.length > 0 ? (
                <span className="tag old">
                  ⚠ {t("outOfDate")} ({staleSteps.length})
                </span>
              ) : null}
              {isKept(draftsOf({ documentId, version })) ? <span className="tag">{t("unsaved")}</span> : null}
              <small>
                {documentId} {t("versionShort").replace("{n}", String(version))} · {named(changedBy)}{" "}
                {formatTime(changedAt, language, "date")}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {page?.pageInfo.hasNextPage && shown < mostShown ? (
        <button type="button" onClick={() => setShown(shown + pageSize)}>
          {t("more")} ({rows.length} / {wholeNumber(page.totalCount)})
        </button>
      ) : null}
    </section>
  );
};
