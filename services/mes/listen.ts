import pg from "pg";

export interface Listener {
  close(): Promise<void>;
}

/** Wall times in ms. */
interface ListenPatience {
  /** From a connection that ended to the next try. */
  readonly reconnectMs: number;
  /** Between two questions whether the server is still there, and for its answer. */
  readonly heartbeatMs: number;
}
const usualPatience: ListenPatience = { reconnectMs: 1_000, heartbeatMs: 10_000 };

/**
 * Calls back for every notification on the channels. After a broken connection it listens again and calls `onGap`,
 * since notifications sent meanwhile are lost: whoever listens has to look at the tables once more. A connection that is silent is
 * asked whether it still leads anywhere: a machine that lost its current closes none.
 */
export const listen = async (
  url: string,
  channels: readonly string[],
  onNotify: (channel: string, payload: string) => void,
  onGap: () => void,
  { reconnectMs, heartbeatMs }: ListenPatience = usualPatience,
): Promise<Listener> => {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const open = async () => {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: heartbeatMs,
    });
    next.on("notification", ({ channel, payload }) => onNotify(channel, payload ?? ""));
    next.on("error", () => {});
    try {
      await next.connect();
      for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end().catch(() => {});
      throw error;
    }
    // Only of a connection that was made: one that fails ends too, and would be tried again twice.
    next.once("end", again);
    const beat = setInterval(() => {
      next.query("select 1").catch(() => next.end());
    }, heartbeatMs);
    next.once("end", () => clearInterval(beat));
    client = next;
    if (closed) await next.end();
  };
  const again = () => {
    if (closed) return;
    timer = setTimeout(() => {
      open().then(onGap, again);
    }, reconnectMs);
  };
  await open();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
};
