import { type ReactNode, useCallback } from "react";
import { useQuery } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import type { Leave } from "../lib/leave.ts";
import { useEventNudge } from "../lib/socket.ts";
import { WhoMay } from "../shell/WhoMay.tsx";

interface BehindProps {
  /** Whether who looks may have a new plan. */
  readonly planning: Leave;
  readonly onPlanAnew: () => void;
}

/** That the plan does not hold any more, and the way to a new one. */
export const Behind = ({
  planning,
  onPlanAnew,
  children,
}: BehindProps & { readonly children: ReactNode }) => {
  const { t } = useLanguage();
  return (
    <p className="behind" role="status">
      <span>{children}</span>
      {planning.allowed ? (
        <button type="button" data-testid="plan-anew" onClick={onPlanAnew}>
          {t("planAnew")}
        </button>
      ) : (
        <WhoMay leave={planning} waits />
      )}
    </p>
  );
};

const sinceQuery =
  "query Since($version: Int!) { plan(version: $version) { ordersSince { text { zh en } } } }";

/** What has become of the orders since the plan was made. Asked apart, so that the plan is there before what it was made of is read. */
export const OrdersSince = ({ version, ...behind }: BehindProps & { readonly version: number }) => {
  const { pick } = useLanguage();
  const { data, reload } = useQuery<{ plan: { ordersSince: { text: Bilingual | null } | null } | null }>(
    sinceQuery,
    { version },
  );
  useEventNudge(
    ["plan", "order", "records"],
    1_500,
    useCallback(() => reload(), [reload]),
  );
  const text = data?.plan?.ordersSince?.text;
  return text ? <Behind {...behind}>{pick(text)}</Behind> : null;
};
