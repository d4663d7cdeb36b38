import { useLanguage } from "../lib/language.ts";
import type { Content, Fact, Named, Quote, Run, Text } from "./types.ts";

/** What was read somewhere; pointed at, its source is told at the foot of the document. */
export const Said = ({ fact }: { fact: Fact | null }) =>
  fact ? (
    <span className="fact" data-source={fact.source}>
      {fact.text}
    </span>
  ) : (
    "–"
  );

export const Runs = ({ runs }: { runs: readonly Run[] }) =>
  runs.map((run, index) =>
    typeof run === "string" ? (
      run
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is one text, its runs have no other id.
      <Said key={index} fact={run} />
    ),
  );

/** A sentence in the reader's language; where it is written in the other one only, that. */
export const Sentence = ({ text }: { text: Text }) => {
  const { language } = useLanguage();
  return <Runs runs={text[language].length > 0 ? text[language] : text[language === "zh" ? "en" : "zh"]} />;
};

export const Name = ({ name }: { name: Named }) => {
  const { language } = useLanguage();
  return <Said fact={name[language]} />;
};

export const Sentences = ({ texts, ordered = false }: { texts: readonly Text[]; ordered?: boolean }) => {
  if (texts.length === 0) return null;
  const items = texts.map((text, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a list have no other id.
    <li key={index}>
      <Sentence text={text} />
    </li>
  ));
  return ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
};

interface QuotesProps {
  readonly quotes: readonly Quote[];
  readonly passages: Content["passages"];
  readonly onDrop?: ((passage: string) => void) | undefined;
}

/** What documents in force say, with where; one that is of no use here can be dropped. */
export const Quotes = ({ quotes, passages, onDrop }: QuotesProps) => {
  const { t } = useLanguage();
  return quotes.map(({ passage, text }) => {
    const cited = passages[passage];
    return (
      <blockquote key={passage}>
        <span className="fact" data-source={`passage:${passage}`}>
          {text}
        </span>{" "}
        <cite>
          {cited ? [cited.documentId, cited.revision, cited.locator].filter(Boolean).join(" · ") : passage}
        </cite>
        {onDrop ? (
          <button
            type="button"
            className="quiet"
            aria-label={t("dropQuote")}
            title={t("dropQuote")}
            onClick={() => onDrop(passage)}
          >
            ×
          </button>
        ) : null}
      </blockquote>
    );
  });
};
