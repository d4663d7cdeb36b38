import { expect, test } from "vitest";
import { asksForOverdue, asksForReceipts, asksForReceived } from "./receipts.ts";

test.each([
  "今天收货了哪些",
  "今天到了什么料",
  "明天有哪些到货",
  "what deliveries arrived today",
  "any deliveries this morning?",
  "which receipts are expected tomorrow",
])("%s asks for receipts", (text) => expect(asksForReceipts(text)).toBe(true));
test.each([
  "来料检验怎么做",
  "MAT-00005 晚到两天会怎样",
  "客户收货了吗",
  "来料合格率多少",
  "when does the order ship",
  "which deliveries are late",
])("%s does not", (text) => expect(asksForReceipts(text)).toBe(false));
test("what is overdue, and what was received", () => {
  expect(asksForOverdue("还有哪些没到")).toBe(true);
  expect(asksForReceived("今天收货了哪些")).toBe(true);
  expect(asksForReceived("明天有哪些到货")).toBe(false);
});
