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
  expect(transportOrderId("WO-1042", 20)).toBe("TO-1042-20");
  expect(jobOrderId("MO/26/0017", 10)).toBe("JO-MO/26/0017-10");
  expect(jobOrderId("4500012345", 10)).toBe("JO-4500012345-10");
});

test("no two segments share an id", () => {
  expect(jobOrderId("1042", 10)).not.toBe(jobOrderId("WO-1042", 10));
  expect(jobOrderId("AWO-1", 10)).not.toBe(jobOrderId("A1", 10));
  const long = "X".repeat(99);
  expect(jobOrderId(`${long}1`, 10)).not.toBe(jobOrderId(`${long}2`, 10));
  fc.assert(
    fc.property(orderId, segment, orderId, segment, (a, at, b, bt) => {
      fc.pre(a !== b || at !== bt);
      expect(jobOrderId(a, at)).not.toBe(jobOrderId(b, bt));
    }),
  );
});

test("a line takes a command about a segment of any order", () => {
  const id = jobCommand.shape.commandId;
  fc.assert(
    fc.property(orderId, segment, (order, number) => {
      const job = jobOrderId(order, number);
      expect(id.safeParse(`${job}/StoreAndStart/${transportOrderId(order, number)}`).success).toBe(true);
    }),
  );
});
