import { useLanguage } from "../lib/language.ts";
import type { Answer, Citation, Spot } from "./types.ts";

interface Props {
  readonly answer: Answer;
  readonly shown: Spot | undefined;
  readonly onOpen: (spot: Spot) => void;
}

const Cite = ({
  citation,
  shown,
  onOpen,
}: {
  citation: Citation;
  shown: Spot | undefined;
  onOpen: (spot: Spot) => void;
}) => (
  <button
    type="button"
    className="cite"
    data-testid={`cite-${citation.number}`}
    aria-pressed={shown === citation}
    title={`${citation.documentId} ${citation.locator}`}
    onClick={() => onOpen(citation)}
  >
    [{citation.number}]
  </button>
);

/** What the documents say, with a way to every place it stands in. */
export const AnswerView = ({ answer, shown, onOpen }: Props) => {
  const { t } = useLanguage();
  const byNumber = new Map(answer.citations.map((citation) => [citation.number, citation]));
  const cites = (numbers: readonly number[]) =>
    numbers.map((number) => (
      <Cite key={number} citation={byNumber.get(number)!} shown={shown} onOpen={onOpen} />
    ));
  if (!answer.answered)
    return (
      <section className="doc-answer" data-testid="answer" data-answered="false">
        <b>{t("notInDocuments")}</b>
        {answer.nearest.length > 0 ? <p>{t("nearestPassages")}</p> : null}
        <ul className="sources">
          {answer.nearest.map((near) => (
            <li key={near.id}>
              <button
                type="button"
                onClick={() =>
                  onOpen({ ...near, quote: near.row === null ? near.text.split("\n")[0] : undefined })
                }
              >
                <b>{near.documentId}</b> <span>{near.title}</span> <small>{near.locator}</small>
                <span className="near">{near.text}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <section className="doc-answer" data-testid="answer" data-answered="true">
      {answer.conflicting ? <p className="conflict">{t("documentsDiffer")}</p> : null}
      {answer.parts.map((part) => (
        <div key={part.text} className="doc-told">
          {part.kind === "column" ? (
            <dl className="doc-column">
              <dt>{part.value}</dt>
              {part.steps.map((row) => (
                <dd key={row}>{row}</dd>
              ))}
            </dl>
          ) : part.kind === "steps" ? (
            <ol>
              {part.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          ) : (
            <p>
              {part.value && part.kind !== "sentence" ? <b className="value">{part.value}</b> : null}
              <span>{part.text}</span>
            </p>
          )}
          <span className="cites">
            {part.kind === "computed" ? <small>{t("workedOut")}</small> : null}
            {cites(part.citations)}
          </span>
        </div>
      ))}
      {answer.missing.length > 0 ? (
        <p data-testid="missing">
          <b>{t("alsoAsked")}</b> {answer.missing.join(" · ")}
        </p>
      ) : null}
      <ul className="sources">
        {answer.citations.map((citation) => (
          <li key={citation.number}>
            <button type="button" aria-pressed={shown === citation} onClick={() => onOpen(citation)}>
              [{citation.number}] <b>{citation.documentId}</b> {citation.revision}{" "}
              <span>{citation.title}</span> <small>{citation.locator}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};
