import { useLanguage } from "../lib/language.ts";
import type { Leave } from "../lib/leave.ts";

interface WhoMayProps {
  readonly leave: Leave;
  /** Whether something lies there until they come, or they are only whom it is open to. */
  readonly waits?: boolean;
}

/** In place of a button that is not for who looks: whom it waits for, or why the author is not it. */
export const WhoMay = ({ leave: { allowed, who, refusal }, waits = false }: WhoMayProps) => {
  const { t, pick } = useLanguage();
  if (allowed) return null;
  const key = refusal === "FOUR_EYES" ? "secondPerson" : waits ? "waitsForWho" : "onlyForWho";
  return (
    <small className="who-may" data-testid="who-may" data-refusal={refusal}>
      {t(key).replace("{who}", pick(who))}
    </small>
  );
};
