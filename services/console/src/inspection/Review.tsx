import { useEffect, useReducer, useState } from "react";
import { formatTime } from "../lib/clock.ts";
import { query, sentenceOf } from "../lib/graphql.ts";
import { isTyping } from "../lib/keys.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { emptyDesk, onDesk } from "./desk.ts";
import { measuredText, Picture } from "./Picture.tsx";
import { type Call, verifyMutation } from "./types.ts";

interface Props {
  readonly calls: readonly Call[];
  readonly count: number;
  readonly onVerified: () => void;
  readonly onShow: (call: Call) => void;
}

const verdicts = [
  ["DefectConfirmed", "verdictDefect", "d"],
  ["DefectRejected", "verdictFalse", "f"],
  ["DefectAccepted", "verdictAccepted", "a"],
] as const;
type Verdict = (typeof verdicts)[number][0];

/** Call after call: a person says what is a defect and what is none, by key. */
export const Review = ({ calls, count, onVerified, onShow }: Props) => {
  const { t, pick, language } = useLanguage();
  const leave = useMay("verifyDefect");
  const [{ queue, shown, done }, act] = useReducer(onDesk, emptyDesk, (desk) =>
    onDesk(desk, { kind: "arrived", calls }),
  );
  useEffect(() => act({ kind: "arrived", calls }), [calls]);
  const [last, setLast] = useState<Call>();
  const [problem, setProblem] = useState<Bilingual>();
  const index = queue.findIndex(({ id }) => id === shown);
  const call = queue[index];
  const verify = async (one: Call, verdict: Verdict) => {
    setProblem(undefined);
    act({ kind: "judged", id: one.id });
    setLast(one);
    try {
      await query(verifyMutation, { id: one.id, verdict, key: `verify/${one.id}/${verdict}/${Date.now()}` });
      onVerified();
    } catch (error) {
      act({ kind: "refused", call: one });
      setLast((now) => (now === one ? undefined : now));
      setProblem(sentenceOf(error));
    }
  };
  const correct = () => {
    if (!last) return;
    act({ kind: "takenBack", call: last });
    setLast(undefined);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      const verdict = verdicts.find(([, , own]) => own === key)?.[0];
      // One press is one verdict, however long the key is held.
      if (event.repeat && !key.startsWith("arrow")) return;
      if (verdict && call && leave.allowed) void verify(call, verdict);
      else if (key === "z") correct();
      else if (key === "arrowright") act({ kind: "turned", by: 1 });
      else if (key === "arrowleft") act({ kind: "turned", by: -1 });
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  const open = Math.max(0, count - calls.filter(({ id }) => done.has(id)).length);
  return (
    <section className="card insp-review" aria-label={t("review")}>
      <header>
        <h3>{t("review")}</h3>
        <span className="count" data-testid="review-count">
          {open} {t("callsWaiting")}
        </span>
        <span>
          <button
            type="button"
            className="quiet"
            aria-label={t("pageBefore")}
            onClick={() => act({ kind: "turned", by: -1 })}
          >
            ←
          </button>
          {call ? `${index + 1}/${queue.length}` : ""}
          <button
            type="button"
            className="quiet"
            aria-label={t("pageBehind")}
            onClick={() => act({ kind: "turned", by: 1 })}
          >
            →
          </button>
        </span>
      </header>
      {call ? (
        <div className="insp-call" data-testid="review-call" data-call={call.id}>
          <Picture call={call} label={`${call.designator ?? ""} ${pick(call.kindName)}`} />
          <div>
            <b className="begins">
              {pick(call.kindName)} · {call.designator ?? "–"}
            </b>
            <span>
              {call.method} · {call.line} · {call.productId} · {call.unitId} · {t("atPosition")}{" "}
              {call.panelPosition}
            </span>
            <span>{measuredText(call, t("limitShort"))}</span>
            <small>
              {[
                call.materialId,
                call.feeder,
                call.confidence === null ? "" : `${t("confidence")} ${call.confidence}`,
              ]
                .filter(Boolean)
                .join(" · ")}{" "}
              · {formatTime(call.time, language, "date")}
              <button type="button" className="quiet" onClick={() => onShow(call)}>
                {t("boardMap")} →
              </button>
            </small>
          </div>
        </div>
      ) : (
        <p className="empty">{t("nothingToReview")}</p>
      )}
      {leave.allowed ? (
        <div className="insp-verdicts">
          {verdicts.map(([verdict, words, key]) => (
            <button
              type="button"
              key={verdict}
              data-testid={`verdict-${key}`}
              className={verdict === "DefectAccepted" ? "quiet" : ""}
              disabled={!call}
              onClick={() => call && void verify(call, verdict)}
            >
              {t(words)} <kbd>{key.toUpperCase()}</kbd>
            </button>
          ))}
        </div>
      ) : (
        <WhoMay leave={leave} waits />
      )}
      <ActProblem of={problem} />
      <small className="insp-keys">
        {last ? `${t("lastVerdict")} ${last.designator ?? ""} ${pick(last.kindName)} · ` : ""}
        {leave.allowed ? t("reviewKeys") : null}
      </small>
    </section>
  );
};
