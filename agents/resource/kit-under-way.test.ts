import { expect, test } from "vitest";
import { whereItIs } from "./kit-under-way.ts";

const transport = { id: "TO-1", from: "WH-1", vehicle: "AGV-1", holder: null };
const sent = { requisition: "MR-1", line: "SMT-2", issuedAt: null };

test("a transport that does not arrive leaves its kit where it was fetched from, or on the vehicle that has it", () => {
  const failed = { ...sent, transport: { ...transport, status: "Failed" as const } };
  expect(whereItIs(failed).en).toBe("did not arrive: transport TO-1 failed and the kit is still at WH-1");
  const aboard = { ...failed, transport: { ...failed.transport, holder: "AGV-1" } };
  expect(whereItIs(aboard)).toEqual({
    zh: "没有送到：搬运 TO-1 失败，料还在 AGV-1 上",
    en: "did not arrive: transport TO-1 failed and AGV-1 still carries the kit",
  });
  const calledOff = { ...aboard, transport: { ...aboard.transport, status: "Cancelled" as const } };
  expect(whereItIs(calledOff).en).toContain("TO-1 was called off and AGV-1 still carries the kit");
});

test("one that was to go on from another line is not said to be brought to the next", () => {
  const on = { ...transport, from: "SMT-1-IN", status: "Failed" as const };
  expect(whereItIs({ ...sent, issuedAt: new Date(0), transport: on }).en).toContain("still at SMT-1-IN");
});

test("one that waits or is under way says what is to come", () => {
  expect(whereItIs({ ...sent, transport: undefined }).zh).toBe("还没有安排搬运");
  expect(whereItIs({ ...sent, transport: { ...transport, status: "Pending" } }).en).toBe(
    "waits at WH-1 for a vehicle to SMT-2 (TO-1)",
  );
  expect(whereItIs({ ...sent, transport: { ...transport, status: "InTransit" } }).en).toContain(
    "from WH-1 to SMT-2 with AGV-1 (TO-1)",
  );
});
