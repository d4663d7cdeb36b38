import { expect, test } from "vitest";
import { createRandomStream } from "../engine/random.ts";
import { type AttemptOptions, degrees, drawError } from "./attempt.ts";
import { fits, press, sfp } from "./contact.ts";
import { learnedSearch, loadNetwork } from "./learned.ts";
import { createNetwork, createTrainer, evaluate } from "./network.ts";
import { spiralSearch } from "./spiral.ts";

const plug = sfp(0.1);

test("a plug fits within its clearance and no farther; a turn takes clearance away", () => {
  expect(fits({ x: 0.099, y: -0.099, yaw: 0 }, plug)).toBe(true);
  expect(fits({ x: 0.101, y: 0, yaw: 0 }, plug)).toBe(false);
  // The corner of a 13.4 mm plug has moved by 0.1 mm at 0.86 degrees.
  expect(fits({ x: 0, y: 0, yaw: 0.8 * degrees }, plug)).toBe(true);
  expect(fits({ x: 0, y: 0, yaw: 0.9 * degrees }, plug)).toBe(false);
  expect(fits({ x: 0, y: 0.05, yaw: 0.8 * degrees }, plug)).toBe(false);
});

test("the centre of pressure lies on the side where the plug stands on the face", () => {
  const right = press({ x: 0.5, y: 0, yaw: 0 }, plug);
  expect(right.x).toBeCloseTo(13.4 / 2 - 0.2, 6);
  expect(right.y).toBeCloseTo(0, 6);
  const away = press({ x: 30, y: 0, yaw: 0 }, plug);
  expect([away.x, away.y]).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)]);
  // On more of the face the press is harder, and never harder than the arm is stiff.
  expect(right.force).toBeLessThan(away.force);
  expect(away.force).toBeLessThan(20 * 0.4);
});

test("the network learns what it is shown", () => {
  const random = createRandomStream(1, "test");
  const network = createNetwork([2, 16, 1], random);
  const train = createTrainer(network);
  const example = () => {
    const input = Float64Array.of(random.normal(), random.normal());
    return { input, target: Float64Array.of(input[0]! * input[1]!) };
  };
  const first = train(Array.from({ length: 64 }, example), 0.01);
  let last = first;
  for (let i = 0; i < 1_500; i++) last = train(Array.from({ length: 64 }, example), 0.01);
  expect(last).toBeLessThan(first / 5);
  expect(evaluate(network, [1, 1])[0]).toBeCloseTo(1, 0);
});

const rate = (
  search: (options: AttemptOptions) => { readonly inserted: boolean },
  yaw: number,
  poses = 300,
) => {
  const errors = createRandomStream(77, "errors");
  const random = createRandomStream(77, "noise");
  const attempts = Array.from({ length: poses }, () =>
    search({
      plug,
      error: drawError(errors, { sigma: 1, yawSigma: yaw * degrees }),
      random,
      limitS: 15,
      forceLimitN: 20,
    }),
  );
  return attempts.filter(({ inserted }) => inserted).length / poses;
};

test("where the plug is turned, the learned search finds ports that the spiral does not", () => {
  const network = loadNetwork();
  const spiral = rate((options) => spiralSearch(options), 0.5);
  const learned = rate((options) => learnedSearch(network, options), 0.5);
  expect(rate((options) => spiralSearch(options), 0)).toBeGreaterThan(spiral);
  expect(learned).toBeGreaterThan(spiral + 0.1);
});

test("the first reading beyond the force limit ends a search", () => {
  const options = {
    plug,
    error: { x: 1, y: 1, yaw: 0 },
    random: createRandomStream(5, "n"),
    limitS: 15,
    forceLimitN: 5,
  };
  for (const attempt of [spiralSearch(options), learnedSearch(loadNetwork(), options)]) {
    expect(attempt.inserted).toBe(false);
    expect(attempt.seconds).toBeLessThan(1);
    expect(attempt.peakN).toBeGreaterThan(options.forceLimitN);
  }
});
