import { expect, test, vi } from "vitest";
import { metricNames } from "../protocols/sparkplug/names.ts";
import { decodePayload, encodePayload, type Metric } from "../protocols/sparkplug/payload.ts";
import { createSparkplugHost } from "./sparkplug-host.ts";

const setUp = () => {
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
    now: () => 99,
    publish: (topic, payload) => published.push({ topic, payload }),
  });
  const send = (topic: string, metrics: Metric[], seq?: number) =>
    host.handle(topic, encodePayload({ timestamp: 5, metrics, ...(seq === undefined ? {} : { seq }) }));
  const bdSeq = (value: number): Metric => ({ name: metricNames.bdSeq, type: "UInt64", value });
  const born = () => send("spBv1.0/G/NBIRTH/SMT-1", [bdSeq(3)], 0);
  return { published, messages, host, send, bdSeq, born };
};

const state: Metric[] = [
  { name: metricNames.stateCode, type: "Int32", value: 5300 },
  { name: metricNames.stateReason, type: "String", value: "feeder jam" },
];

test("a state is handed on with its reason and time", async () => {
  const { born, send, messages, published } = setUp();
  await born();
  await send("spBv1.0/G/DDATA/SMT-1/LINE", state, 1);
  expect(messages.lineState).toHaveBeenCalledWith("SMT-1", { code: 5300, reason: "feeder jam", time: 5 });
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

test("a death of an earlier life does not end the present one", async () => {
  const { born, send, messages, bdSeq } = setUp();
  await born();
  await send("spBv1.0/G/NDEATH/SMT-1", [bdSeq(2)]);
  expect(messages.lineOffline).not.toHaveBeenCalled();
  await send("spBv1.0/G/NDEATH/SMT-1", [bdSeq(3)]);
  expect(messages.lineOffline).toHaveBeenCalledWith("SMT-1", 99);
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
