import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import type { Evidence } from "../runtime/tool.ts";
import { type OpenSnapshot, openSnapshot } from "./snapshot.ts";

/** As many as can be looked over at a glance. */
const mostShown = 8;

interface Short {
  readonly material: string;
  readonly orders: Set<string>;
  quantity: number;
  /** From when the first receipt that is waited for is counted on; undefined while none is known. */
  time: number | undefined;
  receipt: string | undefined;
}

/** Materials that orders of the plan wait for after a moment, those that hold up most orders first. */
const waitedFor = ({ plan }: OpenSnapshot, after: number): Short[] => {
  const found = new Map<string, Short>();
  const add = (material: string, order: string, quantity: number): Short => {
    const short = found.get(material) ?? {
      material,
      orders: new Set<string>(),
      quantity: 0,
      time: undefined,
      receipt: undefined,
    };
    found.set(material, short);
    short.orders.add(order);
    short.quantity += quantity;
    return short;
  };
  for (const [key, { allocations, missing }] of plan.pegs) {
    const order = key.slice(0, key.lastIndexOf("/"));
    for (const { material, quantity } of missing) add(material, order, quantity);
    for (const { material, quantity, time, supply, order: maker } of allocations) {
      if (maker || time <= after) continue;
      const short = add(material, order, quantity);
      if (short.time !== undefined && short.time <= time) continue;
      short.time = time;
      short.receipt = supply;
    }
  }
  return [...found.values()].sort(
    (a, b) => b.orders.size - a.orders.size || a.material.localeCompare(b.material),
  );
};

/** What material the plan's orders wait for: how many orders each holds up, how many pieces, and when the first of them come. */
export const shortMaterial: ToolHandler = async ({ db, clock, text }) => {
  const now = clock.now();
  const snapshot = await openSnapshot(db);
  const { version, at, timeOf } = snapshot;
  const all = waitedFor(snapshot, Math.max(0, at(now)));
  const shown = all.slice(0, mostShown);
  const orders = new Set(all.flatMap((short) => [...short.orders])).size;
  const [first] = shown;
  const language = languageIn(text);
  const due = ({ time }: Short) => (time === undefined ? undefined : formatPlantTime(timeOf(time)));
  const comes = (short: Short) => ({
    // Later than the supplier says where receipts of his are seldom there in time.
    zh: due(short) ? `最早靠 ${short.receipt ?? "到货"}，计划按 ${due(short)} 到货算` : "没有已知的到货",
    en: due(short)
      ? `the first from ${short.receipt ?? "a receipt"}, counted on from ${due(short)}`
      : "no receipt is known",
  });
  return {
    text: first
      ? {
          zh: `按计划版本 ${version}，有 ${all.length} 种物料要等，牵涉 ${orders} 个工单；影响最大的是 ${first.material}：${first.orders.size} 个工单等 ${first.quantity}，${comes(first).zh}。`,
          en: `By plan version ${version}, ${all.length} materials are waited for, by ${orders} orders; most wait for ${first.material}: ${first.orders.size} orders, ${first.quantity} pieces, ${comes(first).en}.`,
        }
      : {
          zh: `按计划版本 ${version}，没有工单在等物料。`,
          en: `By plan version ${version}, no order waits for material.`,
        },
    rows: shown.map((short) => ({
      label: { zh: short.material, en: short.material },
      value: `${short.quantity} · ${short.orders.size} WO · ${due(short) ?? "—"}`,
    })),
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        facts: { version, materials: all.length, orders },
        source: "plan_snapshot",
        at: now.toISOString(),
      },
      ...shown.map(
        (short): Evidence => ({
          kind: "material",
          id: short.material,
          facts: {
            orders: short.orders.size,
            quantity: short.quantity,
            receipt: short.receipt ?? null,
            expected: due(short) ?? null,
          },
          source: "plan_snapshot",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: shown.slice(0, 3).map(({ material }) => choiceOf("stock_status", { material }, language)),
  };
};
