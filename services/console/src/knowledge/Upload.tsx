import { type DragEvent, useRef, useState } from "react";
import { ServerError, sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";

interface Outcome {
  readonly file: string;
  readonly outcome?: string;
  readonly id?: string;
  readonly revision?: string;
  readonly passages?: number;
  readonly withheld?: number;
  readonly problem?: Bilingual;
}

const kinds = ".docx,.xlsx,.pptx,.pdf,.html,.htm,.md,.csv,.tsv,.txt";

const send = async (file: File): Promise<Outcome> => {
  try {
    const response = await fetch(`/documents?file=${encodeURIComponent(file.name)}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    });
    const answer = await response.json();
    if (!response.ok) throw new ServerError(answer.error.code, answer.error.message);
    return { file: file.name, ...answer };
  } catch (error) {
    return { file: file.name, problem: sentenceOf(error) };
  }
};

/** Files are dropped or chosen; each is told by itself what became of it. */
export const Upload = ({ onDone, onOpen }: { onDone: () => void; onOpen: (id: string) => void }) => {
  const { t, count, pick } = useLanguage();
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]) => {
    setBusy(true);
    setOutcomes([]);
    for (const file of files) {
      const outcome = await send(file);
      setOutcomes((before) => [...before, outcome]);
    }
    setBusy(false);
    onDone();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };
  return (
    <section
      className={`upload ${over ? "over" : ""}`}
      aria-label={t("uploadDocuments")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={field}
        type="file"
        multiple
        hidden
        accept={kinds}
        data-testid="upload"
        onChange={(event) => {
          void take([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <button type="button" disabled={busy} onClick={() => field.current?.click()}>
        {t(busy ? "uploading" : "uploadDocuments")}
      </button>
      <small>{t("dropHere")}</small>
      <ul aria-live="polite">
        {outcomes.map(({ file, outcome, id, revision, passages, withheld = 0, problem }) => (
          <li key={file} className={problem ? "refused" : ""}>
            {problem ? (
              pick(problem)
            ) : (
              <button type="button" className="quiet" onClick={() => onOpen(id!)}>
                {id} {revision} · {t(`upload${outcome}` as "uploadNew")} · {count("passages", passages ?? 0)}
              </button>
            )}
            {withheld > 0 ? <p className="refused">{count("uploadWithheld", withheld)}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
};
