import { type FormEvent, useEffect, useRef, useState } from "react";
import { useDemo } from "../lib/demo.ts";
import { query, sentenceOf, useQuery } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useLatest } from "../lib/latest.ts";
import { useMay } from "../lib/leave.ts";
import { useEventNudge } from "../lib/socket.ts";
import { AnswerView } from "./AnswerView.tsx";
import { DocumentView } from "./DocumentView.tsx";
import { type Answer, askQuery, type Document, documentsQuery, type Spot } from "./types.ts";
import { Upload } from "./Upload.tsx";
import "./knowledge.css";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Loading } from "../shell/Loading.tsx";

const events = ["document"];

/** Ask the documents, see where the answer stands; list, open, upload and withdraw them. */
export const Knowledge = () => {
  const { t } = useLanguage();
  const { data, failure, reload } = useQuery<{ knowledgeDocuments: readonly Document[] }>(documentsQuery);
  useEventNudge(events, 1_000, reload);
  const demo = useDemo();
  const [typed, setTyped] = useState("");
  const [filter, setFilter] = useState("");
  const [answer, setAnswer] = useState<Answer>();
  const [problem, setProblem] = useState<Bilingual>();
  const latest = useLatest();
  const [asking, setAsking] = useState(false);
  const [spot, setSpot] = useState<Spot>();
  const [jumps, setJumps] = useState(0);
  const open = (place: Spot) => {
    setSpot(place);
    setJumps((times) => times + 1);
  };
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const keeping = useMay("importDocument");
  const askFor = (question: string) => {
    if (!question.trim()) return;
    const isLatest = latest.begin();
    setTyped(question);
    setAsking(true);
    query<{ askDocuments: Answer }>(askQuery, { question })
      .then(
        ({ askDocuments }) => {
          if (!isLatest()) return;
          setAnswer(askDocuments);
          setProblem(undefined);
          setSpot(askDocuments.citations[0]);
        },
        (error: unknown) => {
          if (!isLatest()) return;
          // What is answered no more is not to stand below another question.
          setAnswer(undefined);
          setProblem(sentenceOf(error));
        },
      )
      .finally(() => isLatest() && setAsking(false));
  };
  const onAsk = (event: FormEvent) => {
    event.preventDefault();
    askFor(typed);
  };
  const wanted = filter.trim().toLowerCase();
  const documents = (data?.knowledgeDocuments ?? []).filter(({ id, title, lines, products, owner }) =>
    [id, title, owner, ...lines, ...products].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <section className="view knowledge" aria-label={t("knowledge")}>
      <header className="pane-head">
        <h2>{t("knowledge")}</h2>
        <form onSubmit={onAsk} className="ask">
          <input
            ref={field}
            type="search"
            data-testid="ask-documents"
            value={typed}
            maxLength={500}
            placeholder={t("askDocuments")}
            aria-label={t("askDocuments")}
            autoComplete="off"
            enterKeyHint="search"
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="primary" disabled={asking || !typed.trim()}>
            {t("askNow")}
          </button>
        </form>
      </header>
      <Loading loaded={data !== undefined} failure={failure} />
      <ActProblem of={problem} />
      <div className={`knowledge-grid ${spot ? "opened" : ""}`}>
        <div className="knowledge-side">
          <div aria-live="polite">
            {answer ? (
              <AnswerView answer={answer} shown={spot} onOpen={open} />
            ) : !demo ? null : (
              <p className="tries">
                {(["knowledgeTry1", "knowledgeTry2", "knowledgeTry3", "knowledgeTry4"] as const).map(
                  (key) => (
                    <button type="button" key={key} onClick={() => askFor(t(key))}>
                      {t(key)}
                    </button>
                  ),
                )}
              </p>
            )}
          </div>
          {keeping.allowed ? <Upload onDone={reload} onOpen={(id) => open({ documentId: id })} /> : null}
          <div className="doc-list">
            <input
              type="search"
              value={filter}
              placeholder={t("findDocument")}
              aria-label={t("findDocument")}
              onChange={(event) => setFilter(event.target.value)}
            />
            {data && documents.length === 0 ? (
              <p className="empty">{t(filter === "" ? "nothingYet" : "nothingMatches")}</p>
            ) : null}
            <ul aria-label={t("plantDocuments")}>
              {documents.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    data-testid={`document-${one.id}`}
                    aria-current={spot?.documentId === one.id ? "true" : undefined}
                    onClick={() => open({ documentId: one.id })}
                  >
                    <b>{one.title}</b>
                    <small>
                      {one.id} · {t("revision")} {one.revision} · {one.file.split(".").at(-1)}
                      {one.lines.length > 0
                        ? ` · ${one.lines.length > 2 ? `${one.lines[0]}…${one.lines.at(-1)}` : one.lines.join(", ")}`
                        : ""}
                      {one.roles.length > 0 ? ` · ${t("restricted")}` : ""}
                    </small>
                    {one.status === "InForce" ? null : (
                      <span className={`tag doc-status-${one.status.toLowerCase()}`}>
                        {t(`doc${one.status}` as "docInForce")}
                      </span>
                    )}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        </div>
        {spot ? (
          <DocumentView
            spot={spot}
            jumps={jumps}
            onRevision={(revision) => setSpot({ documentId: spot.documentId, revision })}
            onWithdrawn={(documentId) => {
              reload();
              setSpot((shown) => (shown?.documentId === documentId ? undefined : shown));
            }}
            onClose={() => setSpot(undefined)}
          />
        ) : (
          <p className="empty">{t("openDocument")}</p>
        )}
      </div>
    </section>
  );
};
