/** A plan as good as any, where a test needs that there is one: no worker makes one on the side then. */
export const anyPlan = {
  requestId: "initial",
  reason: { kind: "first" },
  cause: { zh: "test", en: "test" },
  seed: 1,
  objective: 0,
  bound: 0,
  gap: 0,
  onTimeRate: 1,
  lateOrders: 0,
  utilisation: 0,
  kpis: {},
  operations: [],
} as const;
