import { useState } from "react";
import { query, sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useLatest } from "../lib/latest.ts";
import { findQuery } from "./types.ts";

interface FindOrderProps {
  readonly now: number;
  /** The order that is looked for; undefined when none is any more. */
  readonly onFound: (id: string | undefined) => void;
  /** A moment that the chart is to show. */
  readonly onShow: (time: number) => void;
}

interface Found {
  readonly plan: { readonly operations: readonly { readonly start: string; readonly end: string }[] } | null;
}

/** Finds one order among thousands in the chart: its operations stand out, and the window moves to the one that is next. */
export const FindOrder = ({ now, onFound, onShow }: FindOrderProps) => {
  const { t, pick } = useLanguage();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<"missing" | Bilingual>();
  const latest = useLatest();
  const find = async () => {
    const typed = text.trim();
    if (!typed) return;
    const isLatest = latest.begin();
    // As it is, then as people shorten it: "mo-17", "1042".
    for (const id of new Set([typed, typed.toUpperCase(), `WO-${typed}`])) {
      const { plan } = await query<Found>(findQuery, { id }).catch((error: unknown) => {
        if (isLatest()) throw error;
        return { plan: null };
      });
      // Another one is looked for by now, or none.
      if (!isLatest()) return;
      const operations = plan?.operations ?? [];
      const next = operations.find(({ end }) => Date.parse(end) > now) ?? operations.at(-1);
      if (!next) continue;
      setProblem(undefined);
      onFound(id);
      onShow(Date.parse(next.start));
      return;
    }
    setProblem("missing");
    onFound(undefined);
  };
  return (
    <form
      className="find-order"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        find().catch((error: unknown) => setProblem(sentenceOf(error)));
      }}
    >
      <input
        type="search"
        value={text}
        placeholder={t("findOrder")}
        aria-label={t("findOrder")}
        aria-invalid={problem !== undefined}
        onChange={(event) => {
          latest.giveUp();
          setText(event.target.value);
          setProblem(undefined);
          if (event.target.value === "") onFound(undefined);
        }}
      />
      {problem ? <small role="status">{problem === "missing" ? t("notInPlan") : pick(problem)}</small> : null}
    </form>
  );
};
