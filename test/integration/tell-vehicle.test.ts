import { afterAll, beforeAll, expect, test } from "vitest";
import { askVehicle, tellVehicle } from "../../services/mes/commands/tell-vehicle.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { instantActions, order } from "../../services/protocols/vda5050/messages.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const send = (serialNumber: string, orderId: string) =>
  plant.db.transaction().execute((tx) =>
    tellVehicle(tx, {
      id: `${serialNumber}/${orderId}`,
      address: { manufacturer: "ACME", serialNumber },
      topic: "order",
      message: {
        orderId,
        orderUpdateId: 0,
        nodes: [{ nodeId: "A", sequenceId: 0, released: true, actions: [] }],
        edges: [],
      },
      now: demoEpoch(),
    }),
  );
const said = async (topic: string) =>
  (
    await plant.db.selectFrom("outbox").select("payload").where("topic", "=", topic).orderBy("seq").execute()
  ).map(({ payload }) => JSON.parse(payload.toString()));

test("the header ids of each topic grow by one, whatever orders the messages are of", async () => {
  await send("S-1", "TO-1");
  await send("S-1", "TO-2");
  await send("S-2", "TO-3");
  for (const [index, actionType] of (["stateRequest", "factsheetRequest"] as const).entries())
    await plant.db.transaction().execute((tx) =>
      askVehicle(tx, {
        address: { manufacturer: "ACME", serialNumber: "S-1" },
        actionType,
        now: new Date(demoEpoch().getTime() + index),
      }),
    );
  const idsOf = async (topic: string) => (await said(topic)).map(({ headerId }) => headerId);
  expect(await idsOf("uagv/v2/ACME/S-1/order")).toEqual([0, 1]);
  expect(await idsOf("uagv/v2/ACME/S-2/order")).toEqual([0]);
  expect(await idsOf("uagv/v2/ACME/S-1/instantActions")).toEqual([0, 1]);
  order.parse((await said("uagv/v2/ACME/S-1/order"))[0]);
  instantActions.parse((await said("uagv/v2/ACME/S-1/instantActions"))[0]);
});
