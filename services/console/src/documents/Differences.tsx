import { useLanguage } from "../lib/language.ts";
import type { Difference } from "./types.ts";

/** What is another, step by step: what it was, and what it is. */
export const Differences = ({ all }: { all: readonly Difference[] }) => {
  const { t, pick } = useLanguage();
  if (all.length === 0) return <p className="empty">{t("noDifference")}</p>;
  return [...Map.groupBy(all, ({ step }) => step)].map(([step, list]) => (
    <section key={step} className="step">
      <h3>{pick(list[0]!.title)}</h3>
      {list.map(({ field, was, now }) => (
        <p key={`${field}${was?.zh}${now?.zh}`} className="difference">
          {was ? <del>{pick(was) || was.zh}</del> : null}
          {now ? <ins>{pick(now) || now.zh}</ins> : null}
        </p>
      ))}
    </section>
  ));
};
