import { expect, test } from "vitest";
import type { VehicleState } from "../../../services/protocols/vda5050/messages.ts";
import { demo } from "../../../test/support/driven-floor.ts";
import { standingVehicle } from "../../../test/support/standing-vehicle.ts";
import { createControl } from "./control.ts";
import type { OpenTransport, ShownRoute } from "./turn.ts";

const standing = (more: Partial<VehicleState>): VehicleState => ({
  headerId: 0,
  timestamp: "2026-11-02T00:00:00Z",
  version: "2.1.0",
  manufacturer: "M",
  serialNumber: "AGV-1",
  ...standingVehicle,
  batteryState: { batteryCharge: 90, charging: false },
  ...more,
});

/** A control of one vehicle that says what the test has it say; it may be killed between two turns. */
const floor = () => {
  const transports: OpenTransport[] = [
    { id: "TO-1", load: "L-1", from: "WH-1", to: "SMT-4-IN", vehicle: null },
  ];
  let control = createControl({ roadmap: demo, routes: [], seed: 1 });
  let routes: readonly ShownRoute[] = [];
  let wall = Date.parse("2026-11-02T00:00:00Z");
  return {
    /** What is sent while the vehicle says this for half a minute. */
    says: (state: VehicleState) => {
      const sent = [];
      for (let second = 0; second < 30; second += 1) {
        wall += 1_000;
        const result = control.turn({
          vehicles: [{ id: "AGV-1", online: true, factsheet: null, state }],
          transports,
          unsent: new Set(),
          now: new Date(wall),
          wall,
        });
        for (const { transport, vehicle } of result.given) {
          const at = transports.findIndex(({ id }) => id === transport);
          transports[at] = { ...transports[at]!, vehicle };
        }
        routes = structuredClone(result.routes);
        sent.push(...result.orders);
      }
      return sent;
    },
    kill: () => {
      control = createControl({ roadmap: demo, routes, seed: 2 });
    },
    route: () => routes[0]!,
  };
};

/** It has taken the last that it was told, and has its base before it. */
const took = ({ orderId, updateId, base }: ReturnType<ReturnType<typeof floor>["says"]>[number]) =>
  standing({
    orderId,
    orderUpdateId: updateId,
    lastNodeId: base[0]!.node,
    lastNodeSequenceId: base[0]!.seq,
    driving: true,
    nodeStates: base.slice(1).map(({ node, seq }) => ({ nodeId: node, sequenceId: seq, released: true })),
  });

test("a vehicle whose speed a person sets is led as any other", () => {
  const driven = floor();
  const sent = driven.says(standing({ operatingMode: "SEMIAUTOMATIC" }));
  expect(sent[0]).toMatchObject({ orderId: "TO-1", load: "L-1" });
  expect(driven.route().stands).toBeNull();
});

test.for([false, true])(
  "one that people drive off its way is told nothing meanwhile, and then begins its transport anew from where it stands (killed: %s)",
  (isKilled) => {
    const driven = floor();
    const first = driven.says(standing({}))[0]!;
    const running = took(first);
    driven.says(running);
    // By hand it gives up its order, keeps the order's id, and counts nodes as it likes.
    const byHand: VehicleState = { ...running, operatingMode: "MANUAL", driving: false, nodeStates: [] };
    expect(driven.says(byHand)).toEqual([]);
    const away = { ...byHand, lastNodeId: "P-3", lastNodeSequenceId: 0 };
    expect(driven.says(away)).toEqual([]);
    expect(driven.route()).toMatchObject({ stands: "manual", released: [{ node: "P-3" }] });
    if (isKilled) driven.kill();
    const back = driven.says({ ...away, operatingMode: "AUTOMATIC" })[0]!;
    expect(back).toMatchObject({ orderId: "TO-1", load: "L-1" });
    expect(back.base[0]).toMatchObject({ node: "P-3", seq: 0 });
    expect(back.base.at(-1)).toMatchObject({ node: "WH-1", acts: ["pick"] });
    expect(back.updateId).toBeGreaterThan(running.orderUpdateId);
  },
);

test("one that stays on its way by hand is told the whole of what it has given up", () => {
  const driven = floor();
  const running = took(driven.says(standing({}))[0]!);
  driven.says(running);
  const byHand: VehicleState = { ...running, operatingMode: "SERVICE", driving: false, nodeStates: [] };
  expect(driven.says(byHand)).toEqual([]);
  const back = driven.says({ ...byHand, operatingMode: "AUTOMATIC" })[0]!;
  expect(back.base[0]).toMatchObject({ node: running.lastNodeId, seq: running.lastNodeSequenceId });
  expect(back.base.length).toBeGreaterThan(1);
});
