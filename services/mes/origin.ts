import { AsyncLocalStorage } from "node:async_hooks";
import type { Db, Tx } from "./database.ts";

/** From where a request comes. */
export interface Origin {
  readonly channel: "graphql" | "console" | "http";
  readonly address: string;
  /** The browser or client, in its own words. */
  readonly agent: string;
}

const longestAgent = 300;
// Whatever a request does is done from one place; no command has to hand that on.
const current = new AsyncLocalStorage<Origin>();

/** Does something on behalf of a request: the events of people in it say from where. */
export const withOrigin = <T>({ channel, address, agent }: Origin, work: () => T): T =>
  current.run({ channel, address, agent: agent.slice(0, longestAgent) }, work);

/** The number by which events name where the request at hand comes from; undefined outside of one. */
export const originNow = async (db: Db | Tx): Promise<string | undefined> => {
  const origin = current.getStore();
  if (!origin) return undefined;
  const find = () =>
    db
      .selectFrom("act_origin")
      .select("id")
      .where("channel", "=", origin.channel)
      .where("address", "=", origin.address)
      .where("agent", "=", origin.agent)
      .executeTakeFirst();
  const known = await find();
  if (known) return known.id;
  const added = await db
    .insertInto("act_origin")
    .values(origin)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return (added ?? (await find()))?.id;
};
