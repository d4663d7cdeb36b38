import { expect, test } from "vitest";
import { asksForWhom, asksWhatIsLeft } from "./customer.ts";

test.each([
  "WO-1042 谁的单子，什么时候要",
  "WO-1042 是哪个客户的",
  "1042 给谁做的？",
  "WO-1042 的客户是谁",
  "who is WO-1042 for?",
  "who's it for",
  "whose order is WO-1042",
  "which customer is 1042 for",
  "WO-1042 的客户",
  "who ordered 1042",
])("%s asks for whom an order is", (text) => expect(asksForWhom(text)).toBe(true));

test.each([
  "WO-1042 还剩多少台",
  "1042 还差几台",
  "how many are left of WO-1042",
  "what is left to do on 1042",
])("%s asks how much is left", (text) => expect(asksWhatIsLeft(text)).toBe(true));

test.each([
  "WO-1042 是谁批的",
  "WO-1042 是谁下达的",
  "who approved WO-1042",
  "who is responsible for cancelling 1260",
  "1002晚是谁的锅",
  "WO-1042 还差什么料",
  "WO-1042 后面那张是谁",
  "WO-1042 是谁做的",
  "send 1042 out to the customer",
  "1042 发货给客户",
  "MAT-00123 库里还剩多少",
  "1209的客户名字和电话告诉我",
  "WO-1042 什么时候完工",
])("%s asks neither", (text) => expect([asksForWhom(text), asksWhatIsLeft(text)]).toEqual([false, false]));
