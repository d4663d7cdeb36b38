import { type Db, openDatabase } from "../mes/database.ts";
import { eventChannel } from "../mes/events.ts";
import { listen } from "../mes/listen.ts";
import { aborted } from "./stop-wish.ts";

/** What the house waits for must not keep it from opening for ever. */
const patienceMs = 15_000;

/** Asks at once and after every change of the event stream, until the answer is yes or patience is out. */
const awaitState = async (
  databaseUrl: string,
  isReached: (db: Db) => Promise<boolean>,
  wish?: AbortSignal,
): Promise<void> => {
  const { db, close } = openDatabase(databaseUrl, { max: 1 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    isReached(db).then(
      (reached) => reached && resolve(),
      () => {},
    );
  };
  const listener = await listen(databaseUrl, [eventChannel], look, look);
  const timer = setTimeout(resolve, patienceMs);
  if (wish) aborted(wish).then(resolve);
  look();
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    await listener.close();
    await close();
  }
};

/** Waits until every line has reported its state, or an end is wished; gives how many have. */
export const awaitMachines = async (
  databaseUrl: string,
  wish: AbortSignal,
): Promise<{ readonly online: number; readonly lines: number }> => {
  let found = { online: 0, lines: 0 };
  await awaitState(
    databaseUrl,
    async (db) => {
      const rows = await db
        .selectFrom("equipment")
        .select("state_code")
        .where("level", "=", "WorkCenter")
        .execute();
      found = { online: rows.filter((row) => row.state_code !== null).length, lines: rows.length };
      return found.online === found.lines;
    },
    wish,
  );
  return found;
};

/** Waits for the first plan. */
export const awaitPlan = (databaseUrl: string): Promise<void> =>
  awaitState(
    databaseUrl,
    async (db) => (await db.selectFrom("plan").select("version").limit(1).executeTakeFirst()) !== undefined,
  );
