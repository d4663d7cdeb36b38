import { expect, test } from "vitest";
import { silentLogger } from "../core/log.ts";
import { createPresence } from "./presence.ts";

const setUp = () => {
  const done: string[] = [];
  const failing = { times: 0 };
  const leaving = { fails: false };
  const coming = { hold: Promise.resolve(), began: () => {} };
  const inHand = Promise.withResolvers<void>();
  const presence = createPresence({
    join: async () => {
      coming.began();
      await coming.hold;
      if (failing.times > 0) {
        failing.times -= 1;
        throw new Error("no broker");
      }
      done.push("join");
    },
    leave: async () => {
      done.push("leave");
      if (leaving.fails) throw new Error("it hangs");
    },
    settled: () => inHand.promise,
    log: silentLogger,
  });
  return { presence, done, failing, leaving, coming, inHand };
};

test("comes with its turn, once, and goes with its end", async () => {
  const { presence, done } = setUp();
  await presence.turn(true);
  await presence.comeOrGo();
  expect(presence.isOurs()).toBe(true);
  expect(done).toEqual(["join"]);
  await presence.turn(false);
  expect(done).toEqual(["join", "leave"]);
});

test("what fails is undone, told, and tried again", async () => {
  const { presence, done, failing } = setUp();
  failing.times = 2;
  await expect(presence.turn(true)).rejects.toThrow("no broker");
  await expect(presence.comeOrGo()).rejects.toThrow("no broker");
  expect(done).toEqual(["leave", "leave"]);
  await presence.comeOrGo();
  expect(done).toEqual(["leave", "leave", "join"]);
});

test("a turn that ends while it comes is over when it has come", async () => {
  const { presence, done, coming } = setUp();
  const held = Promise.withResolvers<void>();
  coming.hold = held.promise;
  const began = new Promise<void>((resolve) => (coming.began = resolve));
  const came = presence.turn(true);
  await began;
  const went = presence.turn(false);
  held.resolve();
  await Promise.all([came, went]);
  expect(done).toEqual(["join", "leave"]);
});

test("a turn that ends before it comes is none", async () => {
  const { presence, done } = setUp();
  await Promise.all([presence.turn(true), presence.turn(false)]);
  expect(done).not.toContain("join");
});

test("who has too much in hand is away until that is stored, however often it is said", async () => {
  const { presence, done, inHand } = setUp();
  await presence.turn(true);
  const aside = [presence.stepAside(), presence.stepAside()];
  await presence.comeOrGo();
  expect(done).toEqual(["join", "leave", "leave"]);
  inHand.resolve();
  await Promise.all(aside);
  expect(done.slice(3)).toEqual(["join"]);
});

test("who has too much in hand and cannot leave takes what comes again once that is stored", async () => {
  const { presence, done, leaving, inHand } = setUp();
  await presence.turn(true);
  leaving.fails = true;
  const aside = presence.stepAside();
  inHand.resolve();
  await expect(aside).resolves.toBeUndefined();
  expect(done).toEqual(["join", "leave", "join"]);
});

test("whose turn ends while it stands aside stays away", async () => {
  const { presence, done, inHand } = setUp();
  await presence.turn(true);
  const aside = presence.stepAside();
  await presence.turn(false);
  inHand.resolve();
  await aside;
  expect(done.slice(1)).not.toContain("join");
});
