import { useEffect, useRef, useState } from "react";
import { query, sentenceOf } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { markedIn } from "./marked.ts";
import {
  type Block,
  documentQuery,
  type OpenDocument,
  type Place,
  type Spot,
  withdrawMutation,
} from "./types.ts";

const Marked = ({ text, quote }: { text: string; quote: string | undefined }) => {
  const [before, marked, behind] = markedIn(text, quote);
  return (
    <>
      {before}
      {marked ? <mark>{marked}</mark> : null}
      {behind}
    </>
  );
};

const placeOf = (place: Place | undefined): string =>
  place?.page !== undefined
    ? `p. ${place.page}`
    : place?.slide !== undefined
      ? `${place.slide}`
      : (place?.sheet ?? "");

const Table = ({ block, spot }: { block: Extract<Block, { kind: "table" }>; spot: Spot | undefined }) => (
  <div className="doc-table">
    <table>
      {block.caption ? <caption>{block.caption}</caption> : null}
      <thead>
        <tr>
          {block.header.map((head, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name.
            <th key={column} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map(({ cells }, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name.
          <tr key={row} className={spot?.row === row ? "cited" : ""}>
            {cells.map((cell, column) => {
              const cited = spot?.row === row && spot.column === column;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other name.
                <td key={column}>
                  {cited ? (
                    <mark>{cell}</mark>
                  ) : (
                    <Marked
                      text={cell}
                      quote={spot?.row === row && (spot.column ?? null) === null ? spot.quote : undefined}
                    />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const BlockView = ({ block, spot }: { block: Block; spot: Spot | undefined }) => {
  if (block.kind === "table") return <Table block={block} spot={spot} />;
  const text = <Marked text={block.text} quote={spot?.quote} />;
  switch (block.kind) {
    case "heading":
      return block.level <= 1 ? <h3>{text}</h3> : <h4>{text}</h4>;
    case "item":
      return (
        <p className="doc-item">
          <span>{block.marker}</span> <span>{text}</span>
        </p>
      );
    default:
      return <p className={`doc-${block.kind}`}>{text}</p>;
  }
};

interface Props {
  readonly spot: Spot;
  /** Grows when somebody wants to see the place, wherever the page stands. */
  readonly jumps: number;
  readonly onRevision: (revision: string) => void;
  /** It answers no more; by then another one may be open. */
  readonly onWithdrawn: (documentId: string) => void;
  readonly onClose: () => void;
}

/** One document with the cited words marked and brought into view. */
export const DocumentView = ({ spot, jumps, onRevision, onWithdrawn, onClose }: Props) => {
  const { t } = useLanguage();
  const withdrawing = useMay("withdrawDocument");
  const [document, setDocument] = useState<OpenDocument>();
  const [problem, setProblem] = useState<Bilingual>();
  /** The document that is asked about: of another one nobody has been asked yet. */
  const [asked, setAsked] = useState<OpenDocument>();
  const body = useRef<HTMLDivElement>(null);
  const { documentId, revision } = spot;
  useEffect(() => {
    let isWanted = true;
    setProblem(undefined);
    // What is shown is what is acted on: never a document that is open no more.
    setDocument((shown) => (shown?.id === documentId ? shown : undefined));
    query<{ knowledgeDocument: OpenDocument }>(documentQuery, {
      id: documentId,
      revision: revision ?? null,
    }).then(
      (found) => isWanted && setDocument(found.knowledgeDocument),
      (error: unknown) => isWanted && setProblem(sentenceOf(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [documentId, revision]);
  const jumped = useRef(jumps);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document or place is what is scrolled to.
  useEffect(() => {
    const pane = body.current;
    if (!pane || !document) return;
    const cited = pane.querySelector<HTMLElement>("mark, .cited");
    const top = cited
      ? cited.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop
      : 0;
    pane.scrollTo({ top: top - pane.clientHeight / 2 });
    // On a telephone the whole page scrolls: only when that is asked for, so that an answer stays in view.
    if (jumps !== jumped.current) (cited ?? pane).scrollIntoView({ block: "center" });
    jumped.current = jumps;
  }, [document, spot, jumps]);
  const opened = useRef(documentId);
  opened.current = documentId;
  if (!document) return <ActProblem of={problem} />;
  const withdraw = () => {
    setAsked(undefined);
    query(withdrawMutation, { id: document.id, revision: document.revision, key: newId() }).then(
      () => onWithdrawn(document.id),
      (error: unknown) => opened.current === document.id && setProblem(sentenceOf(error)),
    );
  };
  const isSure = asked === document;
  const { id, title, status, owner, lines, products, revisions, blocks, simulated } = document;
  return (
    <article className="doc" data-testid="document" data-document={id}>
      <header>
        <h3>{title}</h3>
        <span className="tag">{id}</span>
        {revisions.length > 1 ? (
          <select
            aria-label={t("revision")}
            value={document.revision}
            onChange={(event) => onRevision(event.target.value)}
          >
            {revisions.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        ) : (
          <span>
            {t("revision")} {document.revision}
          </span>
        )}
        <span className={`tag doc-status-${status.toLowerCase()}`}>{t(`doc${status}` as "docInForce")}</span>
        <small>
          {[owner, [...lines, ...products].join(", "), simulated ? t("simulated") : ""]
            .filter(Boolean)
            .join(" · ")}
        </small>
        <span className="doc-acts">
          <a href={`/documents/${encodeURIComponent(id)}/${encodeURIComponent(document.revision)}`} download>
            {t("downloadFile")}
          </a>
          {status !== "InForce" && status !== "Draft" ? null : withdrawing.allowed ? (
            <button
              type="button"
              className="quiet"
              onClick={() => (isSure ? withdraw() : setAsked(document))}
            >
              {t(isSure ? "withdrawDocumentSure" : "withdrawDocument")}
            </button>
          ) : (
            <span>
              {t("withdrawDocument")}: <WhoMay leave={withdrawing} />
            </span>
          )}
          <button type="button" className="quiet" onClick={onClose} aria-label={t("close")}>
            ✕
          </button>
        </span>
      </header>
      <ActProblem of={problem} />
      <div className="doc-body" ref={body}>
        {blocks.map((block, index) => {
          const cited = spot.block === index;
          const before = blocks[index - 1];
          const place = placeOf(block.place);
          if (block.kind === "heading" && block.text === title && index === 0) return null;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks are told by their place.
            <div key={index} className={cited && spot.row === null ? "cited" : ""}>
              {place && place !== placeOf(before?.place) && block.place?.page !== undefined ? (
                <small className="doc-page">{place}</small>
              ) : null}
              {block.kind === "caption" && blocks[index + 1]?.kind === "table" ? null : (
                <BlockView block={block} spot={cited ? spot : undefined} />
              )}
            </div>
          );
        })}
      </div>
    </article>
  );
};
