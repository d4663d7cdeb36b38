import { expect, test } from "vitest";
import type { ChatEvent } from "./events.ts";
import { createFollower } from "./follow.ts";

const eventAt = (seq: number) => ({ seq, type: "TEXT_MESSAGE_CONTENT" }) as ChatEvent;

/** A conversation so long, which answers in pages; a page waits until it is let go. */
const conversationOf = (length: number, pageSize: number) => {
  const known = { length };
  const asked: number[] = [];
  const ask = async (afterSeq: number) => {
    asked.push(afterSeq);
    const all = Array.from({ length: known.length }, (_, at) => eventAt(at + 1));
    const events = all.filter(({ seq }) => seq > afterSeq).slice(0, pageSize);
    return { events, more: events.length === pageSize };
  };
  return { known, asked, ask };
};
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

test("a conversation longer than a page is read to its end", async () => {
  const { ask, asked } = conversationOf(25, 10);
  const seen: number[] = [];
  const follower = createFollower(ask, ({ seq }) => void seen.push(seq));
  await follower.catchUp();
  expect(seen).toEqual(upTo(25));
  expect(asked).toEqual([0, 10, 20]);
});

test("what is told while pages come is handed on once and in its place", async () => {
  const { ask, asked, known } = conversationOf(15, 10);
  const seen: number[] = [];
  const follower = createFollower(ask, ({ seq }) => void seen.push(seq));
  const caught = follower.catchUp();
  known.length = 17;
  follower.take(eventAt(16));
  follower.take(eventAt(17));
  await caught;
  follower.take(eventAt(18));
  expect(seen).toEqual(upTo(18));
  expect(asked).not.toContain(18);
});

test("an event that the last page did not have yet makes it ask again", async () => {
  const seen: number[] = [];
  const pages = [[], [eventAt(1), eventAt(2)]];
  const follower = createFollower(
    async () => {
      const events = pages.shift() ?? [];
      if (events.length === 0) follower.take(eventAt(2));
      return { events, more: false };
    },
    ({ seq }) => void seen.push(seq),
  );
  await follower.catchUp();
  expect(seen).toEqual([1, 2]);
});

test("an asking that failed is made good, and one that was left hands on nothing", async () => {
  const { ask } = conversationOf(3, 10);
  const seen: number[] = [];
  let isAway = true;
  const follower = createFollower(
    async (afterSeq) => {
      if (isAway) throw new Error("away");
      return ask(afterSeq);
    },
    ({ seq }) => void seen.push(seq),
  );
  await follower.catchUp();
  isAway = false;
  await follower.catchUp();
  expect(seen).toEqual([1, 2, 3]);
  const left: number[] = [];
  const other = createFollower(ask, ({ seq }) => void left.push(seq));
  const asking = other.catchUp();
  other.close();
  await asking;
  expect(left).toEqual([]);
});
