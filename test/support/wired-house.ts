import { connectAsync } from "mqtt";
import { silentLogger } from "../../services/core/log.ts";
import { startIngest } from "../../services/ingest/ingest.ts";
import { startBroker } from "../../services/launcher/broker.ts";
import { startTestHouse } from "./house.ts";
import { postTo, signInTo } from "./http.ts";

/** A test house with a broker, an ingest, a machine's wire, and people who have signed in; the first is who asks. */
export const startWiredHouse = async <User extends string>(
  hostId: string,
  users: readonly [User, ...User[]],
) => {
  const house = await startTestHouse();
  const broker = await startBroker({ port: 0 });
  const ingest = await startIngest({
    databaseUrl: house.plant.url,
    mqttUrl: broker.url,
    hostId,
    log: silentLogger,
  });
  const wire = await connectAsync(broker.url);
  const tokens = new Map<string, string>();
  for (const user of users) tokens.set(user, await signInTo(house.api.url, user));
  return {
    house,
    ingest,
    wire,
    token: (user: string): string => tokens.get(user)!,
    // biome-ignore lint/suspicious/noExplicitAny: answers are as the query asks.
    ask: (query: string, variables: object = {}, user = users[0]): Promise<any> =>
      postTo(
        house.api.url,
        "/graphql",
        { query, variables },
        { authorization: `Bearer ${tokens.get(user)}` },
      ),
    close: async (): Promise<void> => {
      await wire.endAsync();
      await ingest.close();
      await broker.stop();
      await house.close();
    },
  };
};
export type WiredHouse = Awaited<ReturnType<typeof startWiredHouse>>;
