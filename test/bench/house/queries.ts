import { planQuery } from "../../../services/console/src/plan/types.ts";

/** A question that people or programs wait for. */
export interface Asked {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly times?: number;
  /** Seconds; 1 without. */
  readonly target?: number;
}

const hourMs = 3_600_000;

const ordersQuery = `query Orders($first: Int, $search: String, $late: Boolean) {
  workOrders(first: $first, search: $search, late: $late) {
    totalCount
    edges { cursor node { id productId quantity priority status dueTime plannedEnd lateSeconds currentSegment unplannedReason { zh en } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** What the console, planners and integrators ask of a plant with a plan. @param start Time of the plan. */
export const queries = (start: Date): readonly Asked[] => {
  const at = (hours: number) => new Date(start.getTime() + hours * hourMs).toISOString();
  const window = (name: string, hours: number): Asked => ({
    name: `plan page, ${name}`,
    query: planQuery,
    variables: { from: at(0), to: at(hours) },
  });
  const orders = (name: string, variables: Readonly<Record<string, unknown>>): Asked => ({
    name: `orders, ${name}`,
    query: ordersQuery,
    variables,
  });
  return [
    window("a day", 24),
    window("3 days", 72),
    window("a week", 168),
    {
      name: "5,000 operations of the plan",
      query:
        "{ plan { operationsPage(first: 5000) { nodes { id workOrderId segment equipmentId start end lateSeconds } pageInfo { endCursor } } } }",
    },
    {
      name: "every operation of the plan",
      query: "{ plan { operations { id workOrderId segment equipmentId start end lateSeconds } } }",
      times: 2,
      target: 5,
    },
    orders("first page", { first: 50 }),
    orders("500 at once", { first: 500 }),
    orders("search", { first: 50, search: "WO-99" }),
    orders("late ones", { first: 50, late: true }),
    { name: "one order", query: '{ workOrder(id: "WO-77") { id segments { segment dispatchStatus } } }' },
    { name: "an order's facts", query: '{ explainOrder(id: "WO-77") { zh en } }' },
    {
      name: "lines and their jobs",
      query: "{ lines { id stateCode queued currentJob { workOrderId } } }",
    },
    { name: "stock of a material", query: '{ materialStock(id: "P-100") { onHand lots expectedReceipts } }' },
    {
      name: "a promise for a new order",
      query:
        "query P($order: OrderQuestion!) { promise(order: $order) { end heldBackBy { en } sooner { gainSeconds } } }",
      variables: { order: { productId: "PR-77", quantity: 100, dueTime: at(480) } },
    },
    { name: "events", query: "{ recentEvents(limit: 500) { id type time objects attributes } }" },
    {
      name: "a day to replay",
      query: `query R($from: DateTime!, $to: DateTime!) {
        stretch(from: $from, to: $to) {
          before { id type time } orders { id segments } lines { id busy { from to } } events(first: 5000) { nodes { id type time } }
        }
      }`,
      variables: { from: at(-24), to: at(24) },
    },
    {
      name: "what if a line stops for 8 h",
      query:
        "query W($happens: Happening!) { whatIf(happens: $happens) { change { moved orders { workOrderId } } } }",
      variables: { happens: { lineDown: { equipmentId: "SMT-3", from: at(1), to: at(9) } } },
      times: 1,
      target: 10,
    },
  ];
};

/** What is said in the chat. */
export const sentences: readonly string[] = [
  "计划怎么样？",
  "哪些工单延期？",
  "Which line is the bottleneck this week?",
  "哪些工单可以下达？",
  "哪些物料短缺？",
  "WO-77 为什么延期？",
  "WO-1234 进度怎么样？",
  "WO-77 齐套了吗？",
  "PR-77 要 100 台什么时候能交？",
  "PR-77 要 100 台，20 天内能交吗？",
];
