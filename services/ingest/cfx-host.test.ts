import { expect, test, vi } from "vitest";
import { createCfxHost } from "./cfx-host.ts";

const setUp = () => {
  const messages = { unitsTested: vi.fn(), unitsInspected: vi.fn() };
  const host = createCfxHost({ groups: new Set(["G"]), messages });
  const send = (message: object) => host.handle("cfx/v2/G/FT-1", Buffer.from(JSON.stringify(message)));
  return { messages, send };
};
const envelope = (MessageName: string, MessageBody: unknown) => ({
  MessageName,
  Version: null,
  TimeStamp: "2026-11-02T00:00:00.123+08:00",
  UniqueID: "1",
  Source: "FT-1",
  Target: null,
  RequestID: null,
  MessageBody,
});

test("null stands for what is left out, as serialisers write it", async () => {
  const { messages, send } = setUp();
  await send(
    envelope("CFX.Production.TestAndInspection.UnitsTested", {
      TransactionId: null,
      RecipeName: "RRU-5201",
      TestedUnits: [
        { UnitIdentifier: "SN-1", UnitPositionNumber: null, OverallResult: "Passed", Tests: null },
      ],
    }),
  );
  await send(
    envelope("CFX.Production.TestAndInspection.UnitsInspected", {
      InspectionMethod: "AOI",
      Side: null,
      InspectedUnits: [{ UnitIdentifier: "SN-1", OverallResult: "Passed", Inspections: null }],
    }),
  );
  expect(messages.unitsTested.mock.calls[0]![0].tested.TestedUnits).toEqual([
    { UnitIdentifier: "SN-1", UnitPositionNumber: 1, OverallResult: "Passed", Tests: [] },
  ]);
  expect(messages.unitsInspected.mock.calls[0]![0].inspected).toMatchObject({ Side: "Top" });
});

test("messages that are not ours are passed over, whatever they hold", async () => {
  const { messages, send } = setUp();
  await send(envelope("CFX.Heartbeat", { CFXHandle: "X", HeartbeatFrequency: null }));
  await send(envelope("CFX.Production.Application.Unheard", null));
  expect(messages.unitsTested).not.toHaveBeenCalled();
});
