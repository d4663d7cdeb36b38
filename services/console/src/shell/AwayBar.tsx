import { useAway } from "../lib/engines.ts";
import { useLanguage } from "../lib/language.ts";

/** Which engine of the house does not answer and what that means, as long as it is so; nothing otherwise. */
export const AwayBar = () => {
  const { pick } = useLanguage();
  const away = useAway();
  if (away.length === 0) return null;
  return (
    <div className="away" role="status">
      {away.map(({ engine, meaning, reason }) => (
        <p key={engine} data-testid={`away-${engine}`} title={reason}>
          {pick(meaning)}
        </p>
      ))}
    </div>
  );
};
