import { sql } from "kysely";
import type { InstantActions, Order, WithoutHeader } from "../../protocols/vda5050/messages.ts";
import { formatVehicleTopic, type VehicleAddress } from "../../protocols/vda5050/topic.ts";
import type { Tx } from "../database.ts";
import { enqueue } from "../outbox.ts";

/** The version of VDA 5050 in which vehicles are spoken to. */
const version = "2.1.0";

export type VehicleMessage = {
  /** Of the outbox: the same message is promised once. */
  readonly id: string;
  readonly address: VehicleAddress;
  /** Plant time. */
  readonly now: Date;
} & (
  | { readonly topic: "order"; readonly message: WithoutHeader<Order> }
  | { readonly topic: "instantActions"; readonly message: WithoutHeader<InstantActions> }
);

/** The next of a topic's header ids, which are 32 bits wide (VDA 5050 2.1, 6.4: one more with each message, whoever restarts). */
const nextHeaderId = async (tx: Tx, topic: string): Promise<number> => {
  const { header_id } = await tx
    .insertInto("vehicle_header")
    .values({ topic, header_id: "0" })
    .onConflict((conflict) =>
      conflict.column("topic").doUpdateSet({ header_id: sql`(vehicle_header.header_id + 1) % 4294967296` }),
    )
    .returning("header_id")
    .executeTakeFirstOrThrow();
  return Number(header_id);
};

/** Promises a vehicle a message, with its header, within the transaction that makes it true. */
export const tellVehicle = async (
  tx: Tx,
  { id, address, topic: name, message, now }: VehicleMessage,
): Promise<void> => {
  const topic = formatVehicleTopic(address, name);
  const headerId = await nextHeaderId(tx, topic);
  const header = { headerId, timestamp: now.toISOString(), version, ...address };
  await enqueue(tx, { id, topic, payload: Buffer.from(JSON.stringify({ ...header, ...message })) });
};

/** Asks a vehicle for something that it tells of itself (VDA 5050 2.1, 6.8.2). */
export const askVehicle = async (
  tx: Tx,
  {
    address,
    actionType,
    now,
  }: {
    readonly address: VehicleAddress;
    readonly actionType: "stateRequest" | "factsheetRequest";
    readonly now: Date;
  },
): Promise<void> => {
  const actionId = `${actionType}/${address.serialNumber}/${now.toISOString()}`;
  await tellVehicle(tx, {
    id: `ask/${address.manufacturer}/${actionId}`,
    address,
    topic: "instantActions",
    message: { actions: [{ actionType, actionId, blockingType: "NONE", actionParameters: [] }] },
    now,
  });
};
