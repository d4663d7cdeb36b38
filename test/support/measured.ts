import { minuteMs } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";

const [product, step] = ["RRU-5201", "TX_PWR"];

/**
 * Values of a tester that end so long before the demonstration begins, a quarter of an hour apart, about a level with a standard deviation
 * of some 0.1: of the transmit power of RRU-5201.
 */
export const measureInto = async (
  db: Db,
  station: string,
  name: string,
  { level, count, endsMsAgo }: { level: number; count: number; endsMsAgo: number },
): Promise<void> => {
  let state = 7;
  const rows = Array.from({ length: count }, (_, index) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const time = new Date(demoEpoch().getTime() - endsMsAgo - (count - index) * 15 * minuteMs);
    return { id: `${name}-${station}-${index}`, time, value: level + 0.35 * (state / 2_147_483_648 - 0.5) };
  });
  await db
    .insertInto("unit")
    .values(
      rows.map(({ id, time }) => ({ id, product_id: product, status: "Passed" as const, changed_at: time })),
    )
    .execute();
  await db
    .insertInto("unit_test")
    .values(rows.map(({ id, time }) => ({ id, unit_id: id, station, time, result: "Passed" as const })))
    .execute();
  await db
    .insertInto("unit_measurement")
    .values(
      rows.map(({ id, value }) => ({
        ...{ test_id: id, step, value, unit: "dBm" },
        ...{ expected: 43, lower_limit: 42.4, upper_limit: 43.6 },
      })),
    )
    .execute();
};

type Values = Parameters<typeof measureInto> extends [Db, ...infer Rest] ? Rest : never;
export type Measure = (...of: Values) => Promise<void>;
