import { useCallback, useState } from "react";
import { useQuery } from "../lib/graphql.ts";
import type { Bilingual } from "../lib/language.ts";
import { useSettled } from "../lib/settled.ts";
import { useEventNudge } from "../lib/socket.ts";

export interface OrderRow {
  readonly id: string;
  readonly productId: string;
  readonly quantity: number;
  readonly priority: number;
  readonly status: string;
  readonly dueTime: string;
  readonly plannedEnd: string | null;
  readonly lateSeconds: number | null;
  readonly currentSegment: number | null;
  /** Why it is not in the plan. */
  readonly unplannedReason: Bilingual | null;
}

const done: ReadonlySet<string> = new Set(["Completed", "Cancelled"]);

/** Whether nothing is left to do for an order. */
export const isDone = ({ status }: Pick<OrderRow, "status">): boolean => done.has(status);

/** Whether an order should have ended by the plan and has not: its planned end is no promise any more. */
export const isOverdue = (order: Pick<OrderRow, "status" | "plannedEnd">, now: number): boolean =>
  order.plannedEnd !== null && !isDone(order) && Date.parse(order.plannedEnd) < now;

interface OrdersPage {
  readonly workOrders: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: OrderRow }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const ordersQuery = `query Orders($first: Int, $after: String, $search: String, $state: WorkOrderState, $sort: WorkOrderSort) {
  workOrders(first: $first, after: $after, search: $search, state: $state, sort: $sort) {
    totalCount
    edges { node { id productId quantity priority status dueTime plannedEnd lateSeconds currentSegment unplannedReason { zh en } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export type OrderState = "OPEN" | "LATE" | "UNDER_WAY" | "HELD" | "UNPLANNED";
export interface OrderFilter {
  readonly search: string;
  readonly state: OrderState | undefined;
  readonly sort: "DUE" | "LATENESS";
}

const pageSize = 100;
/** Orders page by page: thousands of them are never on the screen at once. */
export const useOrders = ({ search, state, sort }: OrderFilter) => {
  const wanted = useSettled(search.trim());
  const filter = JSON.stringify([wanted, state, sort]);
  /** Cursors that the pages up to the shown one stand behind; of another filter they mean nothing. */
  const [path, setPath] = useState<{ filter: string; cursors: readonly string[] }>({ filter, cursors: [] });
  const cursors = path.filter === filter ? path.cursors : [];
  const { data, isCurrent, failure, reload } = useQuery<OrdersPage>(
    ordersQuery,
    {
      first: pageSize,
      after: cursors.at(-1) ?? null,
      search: wanted || null,
      state: state ?? null,
      sort,
    },
    "orders",
  );
  useEventNudge(
    ["order", "job", "plan"],
    2_000,
    useCallback(() => reload(), [reload]),
  );
  const page = data?.workOrders;
  const end = page?.pageInfo.endCursor;
  const from = cursors.length * pageSize;
  return {
    rows: page?.edges.map(({ node }) => node),
    total: page?.totalCount,
    /** Of all orders that match, counted from 1. */
    range: { from: from + 1, to: from + (page?.edges.length ?? 0) },
    failure,
    isCurrent,
    earlier: cursors.length > 0 ? () => setPath({ filter, cursors: cursors.slice(0, -1) }) : undefined,
    /** A cursor leads on in the order of its own answer only. */
    later:
      isCurrent && page?.pageInfo.hasNextPage && end
        ? () => setPath({ filter, cursors: [...cursors, end] })
        : undefined,
  };
};
