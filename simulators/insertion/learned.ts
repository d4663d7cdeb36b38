import { readFileSync } from "node:fs";
import {
  type Attempt,
  type AttemptOptions,
  degrees,
  forceNoise,
  momentNoise,
  pushHomeS,
  reactionS,
} from "./attempt.ts";
import { engagingForce, fits, friction, type Pose, press } from "./contact.ts";
import { evaluate, type Network } from "./network.ts";

/** Touches that are looked back on. */
const memory = 6;
/** Of a touch: where it was, as seen from the present pose (mm, mm, degrees), force and centre of pressure. */
const featuresOfTouch = 6;
export const inputs = memory * featuresOfTouch + 1;

interface Touch {
  readonly pose: Pose;
  readonly force: number;
  readonly x: number;
  readonly y: number;
}

/** Seconds to lift, to lower and to read the sensor; the way is done at this speed, mm/s. */
const touchS = 0.25;
const speed = 10;
/** Farther than this from the start nothing is searched, mm and radians. */
const farthest = 7;
const farthestYaw = 2.5 * degrees;

/** What the network sees: the last touches, the newest first, and the clearance. */
const featuresOf = (touches: readonly Touch[], here: Pose, clearance: number): Float64Array => {
  const features = new Float64Array(inputs);
  for (const [i, { pose, force, x, y }] of touches.slice(-memory).reverse().entries())
    features.set(
      [pose.x - here.x, pose.y - here.y, (pose.yaw - here.yaw) / degrees, force / 8, x / 6.7, y / 4.25],
      i * featuresOfTouch,
    );
  features[inputs - 1] = clearance * 5;
  return features;
};

/** Told at every touch what the network saw and where the port really was from there, in mm, mm and degrees. */
export type Teacher = (features: Float64Array, toPort: readonly [number, number, number]) => void;

const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value));

/**
 * The learned search: touch the face, read force and centre of pressure, let the network say from the last touches where the port
 * is, go there, and touch again, until the plug falls in. A touch where nothing moves any more is followed by a small
 * step aside, since two touches of one place say no more than one.
 */
export const learnedSearch = (
  network: Network | undefined,
  { plug, error, random, limitS, forceLimitN, noise: noisy = 1 }: AttemptOptions,
  teacher?: Teacher,
): Attempt => {
  const touches: Touch[] = [];
  let here: Pose = { x: 0, y: 0, yaw: 0 };
  let [t, peak] = [0, 0];
  while (t < limitS) {
    const actual = { x: here.x + error.x, y: here.y + error.y, yaw: here.yaw + error.yaw };
    t += touchS;
    if (fits(actual, plug)) {
      peak = Math.max(peak, engagingForce(0, reactionS));
      return { inserted: peak <= forceLimitN, seconds: t + pushHomeS, peakN: peak };
    }
    const felt = press(actual, plug);
    const force = felt.force + noisy * forceNoise * random.normal();
    peak = Math.max(peak, Math.hypot(force, friction * force));
    if (peak > forceLimitN) return { inserted: false, seconds: t, peakN: peak };
    const noise = () => (noisy * momentNoise * 8 * random.normal()) / Math.max(2, felt.force);
    touches.push({ pose: here, force, x: felt.x + noise(), y: felt.y + noise() });
    const features = featuresOf(touches, here, plug.clearance);
    teacher?.(features, [-actual.x, -actual.y, -actual.yaw / degrees]);
    const said = network
      ? evaluate(network, features)
      : [random.normal(), random.normal(), random.normal() / 2];
    let [dx, dy, turn] = [said[0]!, said[1]!, said[2]!];
    if (Math.hypot(dx, dy) < plug.clearance && Math.abs(turn) < 0.2) {
      dx += 2 * plug.clearance * random.normal();
      dy += 2 * plug.clearance * random.normal();
      turn += 0.4 * random.normal();
    }
    const next = {
      x: clamp(here.x + dx, farthest),
      y: clamp(here.y + dy, farthest),
      yaw: clamp(here.yaw + turn * degrees, farthestYaw),
    };
    t += Math.hypot(next.x - here.x, next.y - here.y) / speed;
    here = next;
  }
  return { inserted: false, seconds: limitS, peakN: peak };
};

/** The network as it was trained (`node simulators/insertion/train.ts`). */
export const loadNetwork = (): Network => {
  const { sizes, layers } = JSON.parse(readFileSync(new URL("./network.json", import.meta.url), "utf8")) as {
    sizes: number[];
    layers: number[][];
  };
  return { sizes, layers: layers.map((weights) => Float64Array.from(weights)) };
};
