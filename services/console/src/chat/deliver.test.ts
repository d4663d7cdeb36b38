import { expect, test } from "vitest";
import { ServerError } from "../lib/graphql.ts";
import { deliver } from "./deliver.ts";

const noBreak = () => Promise.resolve();

test("a message that a break of the connection cut off is sent again when the connection is back", async () => {
  const steps: string[] = [];
  const send = async () => {
    steps.push("send");
    if (steps.length < 5) throw new Error("socket has been disconnected");
  };
  const connected = async () => void steps.push("connected");
  expect(await deliver(send, connected, new AbortController().signal)).toBe(true);
  expect(steps).toEqual(["connected", "send", "connected", "send", "connected", "send"]);
});

test("what the server refuses is not sent again", async () => {
  let sent = 0;
  const send = async () => {
    sent += 1;
    throw new ServerError("FORBIDDEN", { zh: "无权", en: "not allowed" });
  };
  await expect(deliver(send, noBreak, new AbortController().signal)).rejects.toThrow("not allowed");
  expect(sent).toBe(1);
});

test("a message that is taken back while there is no connection is not sent", async () => {
  const given = new AbortController();
  const send = async () => {
    throw new Error("sent");
  };
  const connected = async () => given.abort();
  expect(await deliver(send, connected, given.signal)).toBe(false);
});
