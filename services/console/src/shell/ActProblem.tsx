import { type Bilingual, useLanguage } from "../lib/language.ts";

/** What an act failed at, read out as it comes; nothing while there is no problem. */
export const ActProblem = ({ of }: { of: Bilingual | undefined }) => {
  const { pick } = useLanguage();
  return of ? (
    <p className="error" role="alert">
      {pick(of)}
    </p>
  ) : null;
};
