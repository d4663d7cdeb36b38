import type { Db } from "../../services/mes/database.ts";
import { seedMonth } from "../../services/mes/seed/month/seed-month.ts";

/** Days of a plant's record that end at a moment: smaller than the demonstration's, for tests of what figures come to. */
export const seedPast = (db: Db, until: Date, days: number): Promise<number> =>
  seedMonth(db, { seed: 1, until, days, ordersPerDay: 14, quantity: [2, 30], firstNumber: 301 });
