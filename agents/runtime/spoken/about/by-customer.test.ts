import { expect, test } from "vitest";
import { asksWhichCustomerIsLate } from "./by-customer.ts";
import { asksForConnection } from "./connection.ts";

test.each([
  "who has the most late orders right now",
  "哪家客户最惨",
  "哪些客户会晚",
  "按客户看延期",
  "which customer is hit worst",
  "late orders by customer",
])("%s asks for late orders by customer", (text) => expect(asksWhichCustomerIsLate(text)).toBe(true));
test.each(["哪些工单会延期", "WO-1042 的客户是谁", "如果停机哪个客户最惨"])("%s does not", (text) =>
  expect(asksWhichCustomerIsLate(text)).toBe(false),
);

test.each(["MQTT 还连着吗", "网关断了没", "is the opc-ua gateway up", "are all machines still connected"])(
  "%s asks whether machines are connected",
  (text) => expect(asksForConnection(text)).toBe(true),
);
test.each(["MQTT 怎么配置", "how is the gateway configured", "通知我网关那条线停了"])("%s does not", (text) =>
  expect(asksForConnection(text)).toBe(false),
);
