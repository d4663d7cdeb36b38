import { type Attempt, type AttemptOptions, forceNoise, pushHomeS, reactionS } from "./attempt.ts";
import { engagingForce, fits, friction, press } from "./contact.ts";

const speed = 10;
const stepS = 0.001;
/** The plug has to be over the port this long to fall in. */
const fallS = 0.006;
/** Between two readings of the force. */
const readEveryS = 0.05;

/** One spiral after the other, each with the plug turned by this much, radians; the last one goes on until time is up. */
export interface Spirals {
  readonly turns: readonly number[];
  /** Where a spiral ends that is not the last, mm. */
  readonly radius: number;
}

const plain: Spirals = { turns: [0], radius: Number.POSITIVE_INFINITY };

/**
 * The baseline: press, and move outwards on a spiral whose turns lie twice the clearance apart, with as much force as the
 * limit allows, until the plug falls in (Chhatpar and Branicky 2001). As it is it never turns the plug.
 */
export const spiralSearch = (
  { plug, error, random, limitS, forceLimitN, noise = 1 }: AttemptOptions,
  { turns, radius: end }: Spirals = plain,
): Attempt => {
  const pitch = 2 * plug.clearance;
  let [angle, over, peak, turn, readAt] = [0, 0, 0, 0, 0];
  for (let t = 0; t < limitS; t += stepS) {
    let radius = (pitch * angle) / (2 * Math.PI);
    if (radius > end && turn < turns.length - 1) {
      turn += 1;
      [angle, radius] = [0, 0];
    }
    angle += (speed * stepS) / Math.max(pitch / 2, radius);
    const pose = {
      x: error.x + radius * Math.cos(angle),
      y: error.y + radius * Math.sin(angle),
      yaw: error.yaw + turns[turn]!,
    };
    over = fits(pose, plug) ? over + stepS : 0;
    if (over >= fallS) {
      peak = Math.max(peak, engagingForce(speed, reactionS));
      return { inserted: peak <= forceLimitN, seconds: t + pushHomeS, peakN: peak };
    }
    if (t < readAt) continue;
    readAt = t + readEveryS;
    const normal = press(pose, plug).force + noise * forceNoise * random.normal();
    const force = Math.hypot(normal, friction * normal);
    peak = Math.max(peak, force);
    if (force > forceLimitN) return { inserted: false, seconds: t, peakN: peak };
  }
  return { inserted: false, seconds: limitS, peakN: peak };
};
