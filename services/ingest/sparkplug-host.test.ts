import { expect, test, vi } from "vitest";
import { metricNames } from "../protocols/sparkplug/names.ts";
import { decodePayload, encodePayload, type Metric } from "../protocols/sparkplug/payload.ts";
import { createSparkplugHost } from "./sparkplug-host.ts";

const setUp = () => {
  let now = 99;
  const published: { topic: string; payload: Buffer }[] = [];
  const messages = {
    lineState: vi.fn(),
    lineOffline: vi.fn(),
    lineBorn: vi.fn(),
    jobReport: vi.fn(),
    meters: vi.fn(),
  };
  const host = createSparkplugHost({
    groups: new Set(["G"]),
    messages,
    now: () => now,
    publish: (topic, payload) => published.push({ topic, payload }),
  });
  const send = (topic: string, metrics: Metric[], seq?: number) =>
    host.handle(topic, encodePayload({ timestamp: 5, metrics, ...(seq === undefined ? {} : { seq }) }));
  const bdSeq = (value: number): Metric => ({ name: metricNames.bdSeq, type: "UInt64", value });
  const born = () => send("spBv1.0/G/NBIRTH/SMT-1", [bdSeq(3)], 0);
  const later = (ms: number) => {
    now += ms;
  };
  return { published, messages, host, send, bdSeq, born, later };
};

const state: Metric[] = [
  { name: metricNames.stateCode, type: "Int32", value: 5300 },
  { name: metricNames.stateReason, type: "String", value: "feeder jam" },
];

test("a state is handed on with its reason and time", async () => {
  const { born, send, messages, published } = setUp();
  await born();
  await send("spBv1.0/G/DDATA/SMT-1/LINE", state, 1);
  expect(messages.lineState).toHaveBeenCalledWith("SMT-1", {
    code: 5300,
    reason: "feeder jam",
    time: 5,
    of: "now",
  });
  expect(published).toHaveLength(0);
});

test("a birth of the line is told after its state, data is not a birth", async () => {
  const { born, send, messages } = setUp();
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", state, 1);
  await send("spBv1.0/G/DDATA/SMT-1/LINE", state, 2);
  expect(messages.lineBorn.mock.calls).toEqual([["SMT-1", 5]]);
  expect(messages.lineState.mock.invocationCallOrder[0]).toBeLessThan(
    messages.lineBorn.mock.invocationCallOrder[0]!,
  );
});

test("a lost message is noticed, a rebirth is asked for once, and the data is used", async () => {
  const { born, send, messages, published } = setUp();
  await born();
  await send("spBv1.0/G/DDATA/SMT-1/LINE", state, 4);
  await send("spBv1.0/G/DDATA/SMT-1/LINE", state, 9);
  expect(messages.lineState).toHaveBeenCalledTimes(2);
  expect(published.map(({ topic }) => topic)).toEqual(["spBv1.0/G/NCMD/SMT-1"]);
  expect(decodePayload(published[0]!.payload).metrics).toMatchObject([
    { name: metricNames.rebirth, value: true },
  ]);
});

test("the line goes off with its own device alone, and comes back with it alone", async () => {
  const { born, send, messages } = setUp();
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", state, 1);
  await send("spBv1.0/G/DBIRTH/SMT-1/METER", [{ name: metricNames.energy, type: "Double", value: 1 }], 2);
  await send("spBv1.0/G/DDEATH/SMT-1/METER", [], 3);
  expect(messages.lineOffline).not.toHaveBeenCalled();
  await send("spBv1.0/G/DDEATH/SMT-1/LINE", [], 4);
  expect(messages.lineOffline.mock.calls).toEqual([["SMT-1", 5]]);
  await send("spBv1.0/G/DBIRTH/SMT-1/METER", [{ name: metricNames.energy, type: "Double", value: 1 }], 5);
  expect(messages.lineBorn).toHaveBeenCalledTimes(1);
});

test("each device of a line tells its own meter", async () => {
  const { born, send, messages } = setUp();
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", [{ name: metricNames.energy, type: "Double", value: 900 }], 1);
  await send("spBv1.0/G/DBIRTH/SMT-1/OVEN", [{ name: metricNames.energy, type: "Double", value: 4 }], 2);
  expect(messages.meters.mock.calls).toEqual([
    ["SMT-1", { energyKWh: 900, time: 5 }, "LINE"],
    ["SMT-1", { energyKWh: 4, time: 5 }, "OVEN"],
  ]);
});

test("what a part of the line tells of its own state is not the line's, nor completes what the line has said", async () => {
  const { born, send, messages } = setUp();
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", [{ ...state[0]!, value: 1100 }, state[1]!], 1);
  await send("spBv1.0/G/DBIRTH/SMT-1/FEEDER-26", [{ ...state[0]!, value: 2202 }], 2);
  await send("spBv1.0/G/DDATA/SMT-1/FEEDER-26", [{ ...state[1]!, value: "reel empty" }], 3);
  expect(messages.lineState.mock.calls.map(([, { code }]) => code)).toEqual([1100]);
  await send("spBv1.0/G/DDATA/SMT-1/LINE", [{ ...state[0]!, value: 4500 }], 4);
  expect(messages.lineState.mock.lastCall).toEqual([
    "SMT-1",
    { code: 4500, reason: "feeder jam", time: 5, of: "now" },
  ]);
});

test("a death of an earlier life does not end the present one", async () => {
  const { born, send, messages, bdSeq } = setUp();
  await born();
  await send("spBv1.0/G/NDEATH/SMT-1", [bdSeq(2)]);
  expect(messages.lineOffline).not.toHaveBeenCalled();
  await send("spBv1.0/G/NDEATH/SMT-1", [bdSeq(3)]);
  expect(messages.lineOffline).toHaveBeenCalledWith("SMT-1", 5);
});

test("a node whose birth or death tells no life is off with its death", async () => {
  for (const [birth, death] of [
    [[], [3]],
    [[3], []],
    [[], []],
  ] as const) {
    const { send, messages, bdSeq } = setUp();
    await send("spBv1.0/G/NBIRTH/SMT-1", birth.map(bdSeq), 0);
    await send("spBv1.0/G/NDEATH/SMT-1", death.map(bdSeq));
    expect(messages.lineOffline).toHaveBeenCalledTimes(1);
  }
});

test("a death that waited while nobody listened is a death, and who lives says so", async () => {
  const { born, send, messages, bdSeq, published, later } = setUp();
  await send("spBv1.0/G/NDEATH/SMT-1", [bdSeq(2)]);
  expect(messages.lineOffline.mock.calls).toEqual([["SMT-1", 99]]);
  expect(published.map(({ topic }) => topic)).toEqual(["spBv1.0/G/NCMD/SMT-1"]);
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", state, 1);
  expect(messages.lineState.mock.calls.map(([, { of }]) => of)).toEqual(["birth"]);
  // Once it is heard, deaths of earlier lives are known.
  await send("spBv1.0/G/NDEATH/SMT-1", [bdSeq(2)]);
  // By the clock of the node, which is behind.
  later(20);
  await send("spBv1.0/G/NDEATH/SMT-1", [bdSeq(3)]);
  expect(messages.lineOffline.mock.calls.slice(1)).toEqual([["SMT-1", 25]]);
});

/** As edge nodes send it: types in the birth alone, and names only there. */
const bornWithAliases: Metric[] = [
  { name: metricNames.stateCode, alias: "1", type: "Int16", value: 1100 },
  { name: metricNames.stateReason, alias: "2", type: "String", value: "" },
  { name: metricNames.jobReport, alias: "18446744073709551615", type: "String", value: null },
  { name: metricNames.energy, alias: "4", type: "Double", value: 7.5 },
  { name: metricNames.temperature, alias: "5", type: "Int16", value: 20 },
  { name: "Recipe/Parameters", alias: "6", value: 0 },
];
const report = {
  reportId: "r1",
  jobOrderId: "JO-1",
  state: "Running",
  good: 1,
  scrap: 0,
  time: "2026-11-02T00:00:00.000Z",
};

test("data that names its metrics by alias, without types, is read as the birth has told it", async () => {
  const { born, send, messages, published } = setUp();
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", bornWithAliases, 1);
  await send(
    "spBv1.0/G/DDATA/SMT-1/LINE",
    [
      { alias: "1", value: 5300 },
      { alias: "2", value: "feeder jam" },
      { alias: "18446744073709551615", value: JSON.stringify(report) },
      { alias: "4", value: 8.5 },
      { alias: "5", value: -20 },
      { alias: "6", value: 3 },
    ],
    2,
  );
  expect(messages.lineState).toHaveBeenLastCalledWith(
    "SMT-1",
    expect.objectContaining({ code: 5300, reason: "feeder jam" }),
  );
  expect(messages.jobReport).toHaveBeenCalledWith("SMT-1", report);
  expect(messages.meters).toHaveBeenLastCalledWith(
    "SMT-1",
    { energyKWh: 8.5, temperatureC: -20, time: 5 },
    "LINE",
  );
  expect(published).toHaveLength(0);
});

test("an alias that no birth gave asks for a birth; the rest is used, and a new birth gives aliases anew", async () => {
  const { born, send, messages, published } = setUp();
  await born();
  const data: Metric[] = [
    { alias: "1", value: 2201 },
    { name: metricNames.energy, value: 9 },
  ];
  await send("spBv1.0/G/DDATA/SMT-1/LINE", data, 1);
  expect(published.map(({ topic }) => topic)).toEqual(["spBv1.0/G/NCMD/SMT-1"]);
  expect(messages.lineState).not.toHaveBeenCalled();
  expect(messages.meters).toHaveBeenCalledWith("SMT-1", { energyKWh: 9, time: 5 }, "LINE");
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", bornWithAliases, 1);
  await send("spBv1.0/G/DDATA/SMT-1/LINE", data, 2);
  expect(messages.lineState).toHaveBeenLastCalledWith("SMT-1", expect.objectContaining({ code: 2201 }));
  expect(published).toHaveLength(1);
  // What the node's birth before last said counts no more.
  await born();
  await send("spBv1.0/G/DDATA/SMT-1/LINE", data, 1);
  expect(published).toHaveLength(2);
});

test("a message need only name what has changed", async () => {
  const { born, send, messages } = setUp();
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", state, 1);
  await send("spBv1.0/G/DDATA/SMT-1/LINE", [{ name: metricNames.stateReason, value: "nozzle" }], 2);
  await send("spBv1.0/G/DDATA/SMT-1/LINE", [{ name: metricNames.stateCode, value: 2201 }], 3);
  await send("spBv1.0/G/DDATA/SMT-1/LINE", [{ name: metricNames.energy, value: 1 }], 4);
  expect(messages.lineState.mock.calls.map(([, { code, reason }]) => [code, reason])).toEqual([
    [5300, "feeder jam"],
    [5300, "nozzle"],
    [2201, "nozzle"],
  ]);
});

test("each metric is of its own time; what the machine kept and sends afterwards is past", async () => {
  const { born, send, messages } = setUp();
  await born();
  const kept = (timestamp: number, name: string, value: number | string): Metric => ({
    name,
    value,
    timestamp,
    isHistorical: true,
  });
  await send(
    "spBv1.0/G/DDATA/SMT-1/LINE",
    [
      { name: metricNames.stateCode, value: 1100, timestamp: 4 },
      { name: metricNames.energy, value: 30, timestamp: 3 },
      { name: metricNames.temperature, value: 40 },
      kept(2, metricNames.stateCode, 1100),
      kept(1, metricNames.stateCode, 5300),
      kept(1, metricNames.stateReason, "feeder jam"),
      kept(2, metricNames.stateReason, ""),
      kept(1, metricNames.energy, 20),
      kept(1, metricNames.temperature, 35),
    ],
    1,
  );
  expect(messages.lineState.mock.calls.map(([, told]) => told)).toEqual([
    { code: 5300, reason: "feeder jam", time: 1, of: "past" },
    { code: 1100, reason: "", time: 2, of: "past" },
    { code: 1100, reason: "", time: 4, of: "now" },
  ]);
  expect(messages.meters.mock.calls.map(([, told]) => told)).toEqual([
    { energyKWh: 20, time: 1 },
    { energyKWh: 30, time: 3 },
    { temperatureC: 40, time: 5 },
  ]);
});

test("a message that a person sends again changes nothing of what is known of the node", async () => {
  const { born, send, host, messages, bdSeq, published } = setUp();
  await born();
  await send("spBv1.0/G/DBIRTH/SMT-1/LINE", bornWithAliases, 1);
  const again = (topic: string, metrics: Metric[]) =>
    host.handle(topic, encodePayload({ timestamp: 5, seq: 9, metrics }), { isRepeated: true });
  await again("spBv1.0/G/DBIRTH/SMT-1/LINE", [{ name: metricNames.energy, alias: "1", value: 1 }]);
  await again("spBv1.0/G/DDATA/SMT-1/LINE", state);
  await again("spBv1.0/G/DDEATH/SMT-1/LINE", []);
  await again("spBv1.0/G/NDEATH/SMT-1", [bdSeq(3)]);
  await expect(again("spBv1.0/G/DDATA/SMT-1/LINE", [{ alias: "7", value: 1 }])).rejects.toThrow("alias 7");
  await send("spBv1.0/G/DDATA/SMT-1/LINE", [{ alias: "1", value: 2201 }], 2);
  expect(messages.lineState).toHaveBeenLastCalledWith(
    "SMT-1",
    expect.objectContaining({ code: 2201, reason: "" }),
  );
  expect(messages.lineOffline).not.toHaveBeenCalled();
  expect(published).toHaveLength(0);
});

test("a request for a birth that was not answered is made again after a while", async () => {
  const { send, published, later } = setUp();
  const data = () => send("spBv1.0/G/DDATA/SMT-1/LINE", state, 1);
  await data();
  later(299_999);
  await data();
  expect(published).toHaveLength(1);
  later(1);
  await data();
  expect(published).toHaveLength(2);
});

test("a report that cannot be read is an error, other groups and commands are not ours", async () => {
  const { born, send, messages, host } = setUp();
  await born();
  const report: Metric[] = [{ name: metricNames.jobReport, type: "String", value: '{"state":"Flying"}' }];
  await expect(send("spBv1.0/G/DDATA/SMT-1/LINE", report, 1)).rejects.toThrow();
  await expect(host.handle("spBv1.0/G/DDATA/SMT-1/LINE", new Uint8Array([255, 255]))).rejects.toThrow();
  await host.handle("spBv1.0/OTHER/DDATA/SMT-1/LINE", new Uint8Array([255]));
  await host.handle("spBv1.0/G/DCMD/SMT-1/LINE", new Uint8Array([255]));
  expect(messages.jobReport).not.toHaveBeenCalled();
});
