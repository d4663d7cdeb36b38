import fc from "fast-check";
import { expect, test } from "vitest";
import { jobCommand } from "../../protocols/job-control/job.ts";
import { jobOrderId, requisitionId, transportOrderId } from "./segment-ids.ts";

const orderId = fc.oneof(
  fc.stringMatching(/^(WO-|wo-|AWO-)?\d{1,8}([-.]\d{1,3})?$/),
  fc.stringMatching(/^[A-Za-z0-9/_.#-]{1,100}$/),
);
const segment = fc.integer({ min: 1, max: 9_999 });

test("an order of the demonstration keeps the short ids it had", () => {
  expect(jobOrderId("WO-1042", 10)).toBe("JO-1042-10");
  expect(requisitionId("WO-1042", 10)).toBe("REQ-1042-10");
  expect(transportOrderId(jobOrderId("WO-1042", 20))).toBe("TO-1042-20");
  expect(jobOrderId("MO/26/0017", 10)).toBe("JO-MO/26/0017-10");
  expect(jobOrderId("4500012345", 10)).toBe("JO-4500012345-10");
});

test("no two segments share an id", () => {
  expect(jobOrderId("1042", 10)).not.toBe(jobOrderId("WO-1042", 10));
  expect(jobOrderId("AWO-1", 10)).not.toBe(jobOrderId("A1", 10));
  const long = "X".repeat(99);
  expect(jobOrderId(`${long}1`, 10)).not.toBe(jobOrderId(`${long}2`, 10));
  expect(jobOrderId("WO-1042", 10, 2)).toBe("JO-1042-10.2");
  const attempt = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(orderId, segment, attempt, orderId, segment, attempt, (a, at, an, b, bt, bn) => {
      fc.pre(a !== b || at !== bt || an !== bn);
      expect(jobOrderId(a, at, an)).not.toBe(jobOrderId(b, bt, bn));
    }),
  );
});

test("a line takes a command about a segment of any order", () => {
  const id = jobCommand.shape.commandId;
  const longest = jobOrderId("X".repeat(60), 9_999, 99);
  expect(id.safeParse(`${longest}/StoreAndStart/${transportOrderId(longest)}`).success).toBe(true);
  fc.assert(
    fc.property(orderId, segment, fc.integer({ min: 1, max: 99 }), (order, number, attempt) => {
      const job = jobOrderId(order, number, attempt);
      expect(id.safeParse(`${job}/StoreAndStart/${transportOrderId(job)}`).success).toBe(true);
    }),
  );
});
