import { type FormEvent, useState } from "react";
import { query } from "../lib/graphql.ts";
import { useLanguage } from "../lib/language.ts";
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
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const find = async (event: FormEvent) => {
    event.preventDefault();
    const id = text
      .trim()
      .toUpperCase()
      .replace(/^(?=\d)/, "WO-");
    if (!id) return;
    const { plan } = await query<Found>(findQuery, { id });
    const operations = plan?.operations ?? [];
    const next = operations.find(({ end }) => Date.parse(end) > now) ?? operations.at(-1);
    setMissing(!next);
    onFound(next ? id : undefined);
    if (next) onShow(Date.parse(next.start));
  };
  return (
    <form
      className="find-order"
      role="search"
      onSubmit={(event) => void find(event).catch(() => setMissing(true))}
    >
      <input
        type="search"
        value={text}
        placeholder={t("findOrder")}
        aria-label={t("findOrder")}
        aria-invalid={missing}
        onChange={(event) => {
          setText(event.target.value);
          setMissing(false);
          if (event.target.value === "") onFound(undefined);
        }}
      />
      {missing ? <small role="status">{t("notInPlan")}</small> : null}
    </form>
  );
};
