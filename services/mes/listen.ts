import pg from "pg";

export interface Listener {
  close(): Promise<void>;
}

const reconnectMs = 1_000;

/**
 * Calls back for every notification on the channels. After a broken connection it listens again and calls `onGap`,
 * since notifications sent meanwhile are lost: whoever listens has to look at the tables once more.
 */
export const listen = async (
  url: string,
  channels: readonly string[],
  onNotify: (channel: string, payload: string) => void,
  onGap: () => void,
): Promise<Listener> => {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const open = async () => {
    const next = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 5_000 });
    next.on("notification", ({ channel, payload }) => onNotify(channel, payload ?? ""));
    next.on("error", () => {});
    next.once("end", () => {
      if (!closed) again();
    });
    await next.connect();
    for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = next;
  };
  const again = () => {
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
