import { useQuery } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";

const apartQuery = "query Apart($version: Int!) { plan(version: $version) { contradictions { zh en } } }";

/** So many are read at once. */
const most = 6;

/** What was reported and cannot all be so, with what would mend it. Asked apart, so that the plan is there before its facts are read. */
export const Apart = ({ version }: { version: number }) => {
  const { count, pick } = useLanguage();
  const { data } = useQuery<{ plan: { contradictions: readonly Bilingual[] } | null }>(apartQuery, {
    version,
  });
  const apart = data?.plan?.contradictions ?? [];
  if (apart.length === 0) return null;
  return (
    <details className="material apart" open data-testid="apart">
      <summary>{count("apart", apart.length)}</summary>
      <ul>
        {apart.slice(0, most).map((one) => (
          <li key={one.en}>{pick(one)}</li>
        ))}
        {apart.length > most ? <li>{count("apartMore", apart.length - most)}</li> : null}
      </ul>
    </details>
  );
};
