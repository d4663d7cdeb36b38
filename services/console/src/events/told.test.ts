import { expect, test } from "vitest";
import type { PlantEvent } from "../lib/socket.ts";
import { eventDetail, eventName, isAlarm, isIn, shareDone, shownObjects } from "./told.ts";

const event = (type: string, attributes: object = {}, id = "SMT-2"): PlantEvent => ({
  seq: "1",
  id: crypto.randomUUID(),
  type,
  time: "2026-11-02T00:00:00Z",
  source: "test",
  objects: [
    { id, type: "equipment", qualifier: "line" },
    { id: "call", type: "tool_call", qualifier: "decided" },
  ],
  attributes: { ...attributes },
});
const sentence = (key: string) => key;

test("a breakdown is an alarm, told with the machine's own reason", () => {
  const down = event("equipment.state", { code: 5300, reason: "feeder jam" });
  expect(isAlarm(down)).toBe(true);
  expect(eventDetail(down, "zh", sentence)).toBe("state5300 · 供料器卡料");
  expect(isAlarm(event("equipment.state", { code: 1100, reason: "" }))).toBe(false);
  expect(isIn(down, "machines")).toBe(true);
  expect(isIn(down, "planning")).toBe(false);
});

test("why a cell stands is told in the reader's language, or as whoever stopped it said it", () => {
  const why = (reason: string, language: "zh" | "en") =>
    eventDetail(event("cell.stopped", { reason }), language, sentence);
  expect(why("emergency stop", "zh")).toBe("急停");
  expect(why("the cell's control was away", "zh")).toBe("控制器断线");
  expect(why("emergency stop", "en")).toBe("emergency stop");
  expect(why("hand in the cell", "zh")).toBe("hand in the cell");
});

test("every kind has a name in both languages, also one that is not listed", () => {
  expect(eventName(event("job.running"), "zh")).toBe("开工");
  expect(eventName(event("job.held"), "zh")).toBe("挂起");
  expect(eventName(event("job.held"), "en")).toBe("Held");
});

test("one late order is one, and so is one that moves", () => {
  const told = (type: string, attributes: object) => eventDetail(event(type, attributes), "en", sentence);
  expect(told("plan.created", { reason: "order", lateOrders: 1 })).toMatch(/1 order late$/);
  expect(told("plan.created", { reason: "order", lateOrders: 29 })).toMatch(/29 orders late$/);
  expect(told("plan.proposed", { cause: { zh: "停机", en: "down" }, moved: 1 })).toMatch(
    /1 operation moves$/,
  );
});

test("a call's id is not shown, and an act is named", () => {
  const approved = event("approval.approved", {
    tool: "adopt_repair",
    act: { zh: "采用修复计划", en: "Adopt repaired plan" },
  });
  expect(shownObjects(approved).map(({ id }) => id)).toEqual(["SMT-2"]);
  expect(eventDetail(approved, "zh", sentence)).toBe("采用修复计划");
});

test("a job's pieces are told with how many there are to be, and scrap where there is any", () => {
  const progress = event("job.progress", { good: 118, scrap: 2, quantity: 370 });
  expect(eventDetail(progress, "en", sentence)).toBe("118 of 370 good, 2 scrap");
  expect(eventDetail(progress, "zh", sentence)).toBe("良品 118 / 370，报废 2");
  expect(shareDone(progress)).toBeCloseTo(120 / 370);
  const older = event("job.progress", { good: 118, scrap: 0 });
  expect(eventDetail(older, "en", sentence)).toBe("118 good");
  expect(shareDone(older)).toBeUndefined();
  expect(shareDone(event("job.completed", { good: 370, scrap: 0, quantity: 370 }))).toBeUndefined();
});

test("a step of a cell is told with its unit, place, reason and how much too late it was; a stop is an alarm", () => {
  const step = { unit: "U1", step: "test", at: "TEST-A1", reason: null, overdueS: 0 };
  const failed = event("cell.step.failed", { ...step, reason: "no power", overdueS: 30 });
  expect(eventDetail(event("cell.step.done", step), "en", sentence)).toBe("U1 test · TEST-A1");
  expect(eventDetail(failed, "zh", sentence)).toBe("U1 test · TEST-A1 · no power · 超时限 30 秒");
  expect(eventDetail(event("cell.run.replanned", { without: ["ARM-A"] }), "en", sentence)).toBe(
    "without ARM-A",
  );
  const stopped = event("cell.stopped", { reason: "gate open" });
  expect([isAlarm(stopped), isIn(stopped, "machines")]).toEqual([true, true]);
  expect(eventDetail(stopped, "en", sentence)).toBe("gate open");
});

test("ids that only machines read are not shown", () => {
  const { attributes, ...handed } = event("playbook.handed");
  const objects = [
    { id: "PB-LINE-DOWN", type: "playbook", qualifier: "playbook" },
    { id: "ba2790c6-949e-8c4c-a77d-a3f4ea5da417", type: "playbook_run", qualifier: "run" },
    { id: "PR-2/2026-11-02T07:30:00.000Z/PATROL-1", type: "patrol_round", qualifier: "round" },
    { id: "44bcfaac36122465b08a90a26a25c1e7", type: "inspection", qualifier: "inspection" },
    { id: "PATROL-1", type: "vehicle", qualifier: "robot" },
  ];
  expect(shownObjects({ ...handed, attributes, objects }).map(({ id }) => id)).toEqual([
    "PB-LINE-DOWN",
    "PATROL-1",
  ]);
});

test("what was found on a board, and what a person says of it, is told", () => {
  const tell = (type: string, attributes: object, language: "zh" | "en") =>
    eventDetail(event(type, attributes), language, sentence);
  const calls = { method: "AOI", kinds: ["ComponentMissing"], designators: ["R1", "R2", "R3", "R4", "R5"] };
  expect(tell("unit.inspected", calls, "zh")).toBe("AOI · 漏件 · R1 R2 R3 R4…");
  expect(tell("unit.inspected", calls, "en")).toBe("AOI · missing part · R1 R2 R3 R4…");
  expect(tell("defect.verified", { confirmed: 1, rejected: 2 }, "zh")).toBe("真缺陷 1 · 误报 2");
  expect(tell("defect.verified", { confirmed: 0, rejected: 1 }, "en")).toBe("1 false call");
  const one = {
    kind: "Tombstone",
    designator: "C7",
    verification: "DefectConfirmed",
    confirmed: 1,
    rejected: 0,
  };
  expect(tell("defect.verified", one, "zh")).toBe("立碑 · C7 · 真缺陷");
  const accepted = { ...one, verification: "DefectAccepted", confirmed: 0 };
  expect(tell("defect.verified", accepted, "zh")).toBe("立碑 · C7 · 可放行");
  // Of an event of an older release that tells nothing of it.
  expect(tell("unit.inspected", {}, "zh")).toBe("");
});

test("a finding of a round tells where, what was read and how much", () => {
  const found = {
    place: { zh: "老化房", en: "burn-in" },
    check: { zh: "温度", en: "temperature" },
    value: 61.5,
    unit: "°C",
    note: null,
  };
  expect(eventDetail(event("patrol.found", found), "zh", sentence)).toBe("老化房 · 温度 · 61.5 °C");
});
