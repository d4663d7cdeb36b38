/** One operation with its place. `start` to `end` includes breaks; the set-up ends where the operation starts. */
export interface PlannedOperation {
  readonly orderId: string;
  readonly operationId: string;
  readonly resource: string;
  readonly start: number;
  readonly end: number;
  /** Set-up seconds right before the start. */
  readonly setup: number;
  /** When its material is there. */
  readonly materialTime: number;
  /** What it holds from the set-up until the end; none when nothing. */
  readonly secondary?: readonly { readonly resource: string; readonly units: number }[];
}

/** Material of an operation: from where, and from when on. */
export interface Allocation {
  readonly material: string;
  readonly quantity: number;
  /** The wanted material, when this is an alternate. */
  readonly substitutes?: string;
  readonly time: number;
  /** Id of the lot or receipt, when it has one, or of the order that makes it. */
  readonly supply?: string;
  /** The order that makes it: its time is an expectation, the operation waits for that order's end. */
  readonly order?: string;
  readonly vendor?: string;
  readonly bin?: string;
  /** The operation must start by then. */
  readonly expires?: number;
  /** How likely a receipt is there by then; none when it is counted on. */
  readonly reliability?: number;
}

/** How an operation's needs are met. */
export interface Peg {
  readonly time: number;
  readonly allocations: readonly Allocation[];
  /** The material that is there last, when it is not from stock. */
  readonly critical?: string;
  /** What no known receipt brings. */
  readonly missing: readonly { readonly material: string; readonly quantity: number }[];
}

/** What the objective is made of, each term before its weight. */
export interface ObjectiveTerms {
  /** Weighted hours of lateness. */
  readonly tardiness: number;
  /** Hours of set-up. */
  readonly setup: number;
  /** Cost of energy by the tariff. */
  readonly energy: number;
  /** Hours from first start to end, over all orders. */
  readonly flow: number;
  /** Weighted hours by which orders end after the date that their customer was given. */
  readonly promise: number;
  /** Hours by which operations start apart from the plan before, and eight for each on another resource. */
  readonly change: number;
  /** Hours of the working windows that resources do anything in. */
  readonly opened: number;
}

export interface Plan {
  readonly operations: readonly PlannedOperation[];
  /** By operation key, see `keyOf`. */
  readonly pegs: ReadonlyMap<string, Peg>;
  /** Orders that are blocked or cannot be planned because no known receipt brings their material: of them only what runs or is frozen has a place. */
  readonly unplanned: readonly string[];
  readonly objective: number;
  readonly terms: ObjectiveTerms;
  /** No plan can cost less, however its material is pegged. */
  readonly bound: number;
  /** No plan with the same pegs can cost less. */
  readonly boundWithPegs: number;
  /** (objective - bound) / objective, 0 when both are 0. */
  readonly gap: number;
}

export const keyOf = (orderId: string, operationId: string): string => `${orderId}/${operationId}`;

/** The names of operations by their keys: ids may have any letters, so that a key cannot be taken apart. */
export const namesByKey = (
  orders: readonly { readonly id: string; readonly operations: readonly { readonly id: string }[] }[],
): Map<string, Pick<PlannedOperation, "orderId" | "operationId">> =>
  new Map(
    orders.flatMap(({ id: orderId, operations }) =>
      operations.map(({ id: operationId }) => [keyOf(orderId, operationId), { orderId, operationId }]),
    ),
  );

/** When each order ends that is planned to its end. */
export const orderEnds = ({
  operations,
  unplanned,
}: Pick<Plan, "operations" | "unplanned">): Map<string, number> => {
  const ends = new Map<string, number>();
  for (const { orderId, end } of operations) ends.set(orderId, Math.max(ends.get(orderId) ?? 0, end));
  for (const id of unplanned) ends.delete(id);
  return ends;
};
