import { useState } from "react";
import { useQuery } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";

const apartQuery = "query Apart($version: Int!) { plan(version: $version) { contradictions { zh en } } }";

/** So many are read at once; the others when they are asked for. */
const most = 6;

/** What was reported and cannot all be so, with what would mend it. Asked apart, so that the plan is there before its facts are read. */
export const Apart = ({ version }: { version: number }) => {
  const { t, count, pick } = useLanguage();
  const { data } = useQuery<{ plan: { contradictions: readonly Bilingual[] } | null }>(apartQuery, {
    version,
  });
  const [isWhole, setWhole] = useState(false);
  const apart = data?.plan?.contradictions ?? [];
  if (apart.length === 0) return null;
  return (
    <details className="material apart" open data-testid="apart">
      <summary>{count("apart", apart.length)}</summary>
      <ul>
        {(isWhole ? apart : apart.slice(0, most)).map((one) => (
          <li key={one.en}>{pick(one)}</li>
        ))}
      </ul>
      {apart.length > most ? (
        <button type="button" className="link" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t("fewer") : count("apartMore", apart.length - most)}
        </button>
      ) : null}
    </details>
  );
};
