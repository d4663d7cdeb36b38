import { afterAll, beforeAll, expect, test } from "vitest";
import { askIn } from "../support/ask.ts";
import { answerOf, finished } from "../support/chat-events.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
});
afterAll(() => house.close());

test("of several acts in one sentence the first is proposed, each of the others offered as it was said", async () => {
  const chat = await house.chat();
  // The model is asked of the first alone.
  house.model.answer({ tool: "hold_order", order: "WO-1048" });
  await chat.say("1048先压着，1051放二线，1055加急");
  const approval = await chat.until(({ type }) => type === "APPROVAL_REQUESTED", "the approval");
  expect(approval["args"]).toMatchObject({ order: "WO-1048" });
  const offered = chat.events.find(({ type }) => type === "CHOICES")?.["choices"] as { text: string }[];
  expect(offered.map(({ text }) => text)).toEqual(["1051放二线", "1055加急"]);
  house.model.forget();
  chat.close();
});

test("what is asked of a line that is only numbered is asked back, and not told of all lines", async () => {
  const { text, choices } = await askIn(house, "三线今天下午排的啥", { tool: "planned_work", line: "all" });
  expect(text).toBe("您说的是哪条产线？");
  expect(choices.map((choice) => choice.text)).toContain("SMT-3 三线今天下午排的啥");
  const watch = await askIn(house, "三线直通率掉到95以下就喊我", {
    tool: "set_alert",
    metric: "fpy",
    line: "all",
  });
  expect(watch.text).toBe("您说的是哪条产线？");
});

test("a kit that is asked of a product is asked of one of its orders", async () => {
  const { text, choices } = await askIn(house, "小张说5204缺料，真缺还是假缺", {
    tool: "check_kit",
    order: null,
  });
  expect(text).toMatch(/^RRU-5204 的未完工单不止一张/);
  expect(choices.every((choice) => /^WO-\d+ 齐套了吗？$/.test(choice.text))).toBe(true);
});

test("the two orders that were talked about are held against each other", async () => {
  const chat = await house.chat();
  for (const text of ["WO-1042 进度怎么样", "那 WO-1048 呢", "两个里头先救哪个"]) {
    if (text.startsWith("WO")) house.model.answer({ tool: "order_status", order: "WO-1042" });
    const since = chat.events.length;
    await chat.say(text);
    await chat.until((event) => finished(event) && chat.events.indexOf(event) >= since, "the end");
    house.model.forget();
  }
  expect(answerOf(chat.events)).toMatch(/交期最早的是 WO-1042/);
  chat.close();
});
