import { sql } from "kysely";
import pg from "pg";
import type { Db } from "./database.ts";
import { advisoryLocks } from "./locks.ts";

/** Works of which there is one in the house, however many processes are ready to do it. */
export type SoleWorkName = "traffic" | "ingest";

/** A server that does not answer within this is taken for gone. */
const patienceMs = 5_000;
const farewellMs = 1_000;
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms).unref());
/**
 * The server lets the lock go when nothing has come from the holder's machine for about half a minute: one that lost its current
 * closes no connection.
 */
const noticeDeath =
  "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4; set tcp_user_timeout = 30000";

/** The lock of a sole work, on a connection of its own; gone with it. */
export const createLeadership = (databaseUrl: string, work: SoleWorkName) => {
  let client: pg.Client | undefined;
  let isLeader = false;
  const drop = async () => {
    const old = client;
    client = undefined;
    isLeader = false;
    // A server that is gone answers no farewell.
    if (old) await Promise.race([old.end().catch(() => {}), pause(farewellMs)]);
  };
  const connect = async () => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
    });
    // One that was left may still say so, when there is another.
    next.on("error", () => void (client === next && drop()));
    client = next;
    await next.connect();
    await next.query(noticeDeath);
  };
  const ask = async () => {
    if (!client) await connect();
    const { rows } = await client!.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [
      advisoryLocks[work],
    ]);
    isLeader = client !== undefined && rows[0]?.held === true;
  };
  return {
    /** Whether this is the one now. @throws when the data store does not answer; then it is not. */
    hold: async (): Promise<boolean> => {
      if (isLeader) return true;
      try {
        await ask();
      } catch (error) {
        await drop();
        throw error;
      }
      return isLeader;
    },
    /** As `hold`, and asks whether the data store is still there to hold it. */
    check: async (): Promise<boolean> => {
      try {
        if (isLeader) await client!.query("select 1");
        else await ask();
      } catch (error) {
        await drop();
        throw error;
      }
      return isLeader;
    },
    drop,
  };
};

/** @throws Error while nobody does a sole work. */
export const requireHolder = async (db: Db, work: SoleWorkName): Promise<void> => {
  const { rows } =
    await sql`select 1 from pg_locks where locktype = 'advisory' and granted and objid = ${advisoryLocks[work]}
    and database = (select oid from pg_database where datname = current_database())`.execute(db);
  if (rows.length === 0) throw new Error(`nobody does ${work}`);
};

export interface SoleWork {
  readonly databaseUrl: string;
  readonly work: SoleWorkName;
  /** It is this process's turn; called again after each `ended`. */
  readonly began: () => Promise<unknown>;
  /** It may be another's turn by now. */
  readonly ended: () => Promise<unknown>;
  readonly failed: (error: Error) => void;
}

/** Wall time between two questions whether it is this process's turn. */
const everyMs = 1_000;

/**
 * Does a work while no other process does it, and stands by otherwise. Comes back when the first question is answered, with what ends
 * it.
 *
 * @throws what `began` throws at that.
 */
export const keepStandingBy = async ({ databaseUrl, work, began, ended, failed }: SoleWork) => {
  const leadership = createLeadership(databaseUrl, work);
  let [isClosed, isWorking] = [false, false];
  let wake = () => {};
  const step = async () => {
    const isOurs = await leadership.check().catch((error: Error) => {
      failed(error);
      return false;
    });
    if (isOurs === isWorking || isClosed) return;
    // A turn that could not begin is tried again.
    await (isOurs ? began() : ended());
    isWorking = isOurs;
  };
  const loop = async () => {
    while (!isClosed) {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, everyMs);
        wake = () => {
          clearTimeout(timer);
          done();
        };
      });
      await step().catch(failed);
    }
  };
  await step().catch(async (error) => {
    await leadership.drop();
    throw error;
  });
  const running = loop();
  return {
    close: async (): Promise<void> => {
      isClosed = true;
      wake();
      await running;
      await leadership.drop();
    },
  };
};
