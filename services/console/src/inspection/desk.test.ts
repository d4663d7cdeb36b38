import { expect, test } from "vitest";
import { type Desk, type DeskAct, emptyDesk, onDesk } from "./desk.ts";
import type { Call } from "./types.ts";

const call = (id: string) => ({ id }) as Call;
const calls = (ids: string) => [...ids].map(call);
const after = (...acts: readonly DeskAct[]): Desk => acts.reduce(onDesk, emptyDesk);
const seen = ({ queue, shown }: Desk) => [queue.map(({ id }) => id).join(""), shown];

test("a call that comes in stands behind, and the one that is looked at stays", () => {
  expect(seen(after({ kind: "arrived", calls: calls("cba") }))).toEqual(["cba", "c"]);
  const desk = after({ kind: "arrived", calls: calls("cba") }, { kind: "arrived", calls: calls("edcba") });
  expect(seen(desk)).toEqual(["cbaed", "c"]);
});

test("one that is looked at stays even when it waits no more, and goes when it is left", () => {
  const desk = after({ kind: "arrived", calls: calls("cba") }, { kind: "arrived", calls: calls("ba") });
  expect(seen(desk)).toEqual(["cba", "c"]);
  const left = [
    { kind: "turned", by: 1 },
    { kind: "arrived", calls: calls("ba") },
  ] as const;
  expect(seen(left.reduce<Desk>(onDesk, desk))).toEqual(["ba", "b"]);
});

test("a judged call leaves to the one behind it, and an older answer does not bring it back", () => {
  const desk = after(
    { kind: "arrived", calls: calls("cba") },
    { kind: "turned", by: 1 },
    { kind: "judged", id: "b" },
    { kind: "arrived", calls: calls("cba") },
  );
  expect(seen(desk)).toEqual(["ca", "a"]);
  expect(seen(onDesk(desk, { kind: "judged", id: "a" }))).toEqual(["c", "c"]);
  expect(seen(after({ kind: "arrived", calls: calls("a") }, { kind: "judged", id: "a" }))).toEqual([
    "",
    undefined,
  ]);
});

test("the last verdict is taken back on its own call, though the server lists it no more", () => {
  const desk = after(
    { kind: "arrived", calls: calls("cba") },
    { kind: "judged", id: "c" },
    { kind: "arrived", calls: calls("ba") },
    { kind: "takenBack", call: call("c") },
    { kind: "arrived", calls: calls("dba") },
  );
  expect(seen(desk)).toEqual(["cbad", "c"]);
});

test("a verdict that the server refuses brings its call back, without taking what is looked at away", () => {
  const desk = after(
    { kind: "arrived", calls: calls("ba") },
    { kind: "judged", id: "b" },
    { kind: "refused", call: call("b") },
  );
  expect(seen(desk)).toEqual(["ab", "a"]);
  expect(desk.done.size).toBe(0);
});

test("turning stops at both ends", () => {
  const turns = (by: 1 | -1) => [1, 2, 3].map(() => ({ kind: "turned", by }) as const);
  expect(seen(after({ kind: "arrived", calls: calls("cba") }, ...turns(1)))).toEqual(["cba", "a"]);
  expect(seen(after({ kind: "arrived", calls: calls("cba") }, ...turns(1), ...turns(-1)))).toEqual([
    "cba",
    "c",
  ]);
});
