import { useEffect, useRef, useState } from "react";
import { query } from "../lib/graphql.ts";
import type { Range } from "./stretch.ts";

export interface PlannedOperation {
  readonly workOrderId: string;
  readonly productId: string;
  readonly segment: number;
  readonly equipmentId: string;
  /** Plant time, ms. */
  readonly start: number;
  readonly end: number;
  readonly setupFamily: string | null;
}

const planQuery = `query PlanThen($version: Int!, $from: DateTime!, $to: DateTime!) {
  plan(version: $version) {
    operations(from: $from, to: $to) { workOrderId productId segment equipmentId start end setupFamily }
  }
}`;

type Raw = Omit<PlannedOperation, "start" | "end"> & { readonly start: string; readonly end: string };

/** What a plan that was in force wanted done in the range; each version is loaded once. */
export const usePlans = (
  { from, to }: Range,
  version: number | undefined,
): readonly PlannedOperation[] | undefined => {
  const plans = useRef(new Map<string, readonly PlannedOperation[]>());
  const [, setLoaded] = useState(0);
  const key = `${version}/${from}/${to}`;
  useEffect(() => {
    if (version === undefined || plans.current.has(key)) return;
    query<{ plan: { operations: readonly Raw[] } | null }>(planQuery, {
      version,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    }).then(
      ({ plan }) => {
        const operations = (plan?.operations ?? []).map((raw) => ({
          ...raw,
          start: Date.parse(raw.start),
          end: Date.parse(raw.end),
        }));
        plans.current.set(key, operations);
        setLoaded((count) => count + 1);
      },
      // Without the plan the replay is still one of what happened.
      () => {},
    );
  }, [version, from, to, key]);
  return plans.current.get(key);
};
