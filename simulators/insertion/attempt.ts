import type { RandomStream } from "../engine/random.ts";
import type { Plug, Pose } from "./contact.ts";

/** How far off the plug starts: standard deviations of a normal error in the plane, mm, and in turn, radians. */
export interface Spread {
  readonly sigma: number;
  readonly yawSigma: number;
}

export const degrees = Math.PI / 180;

/** The error that a start has: what the search has to undo, and cannot see. */
export const drawError = (random: RandomStream, { sigma, yawSigma }: Spread): Pose => ({
  x: sigma * random.normal(),
  y: sigma * random.normal(),
  yaw: yawSigma * random.normal(),
});

export interface AttemptOptions {
  readonly plug: Plug;
  readonly error: Pose;
  readonly random: RandomStream;
  readonly limitS: number;
  readonly forceLimitN: number;
  /** The sensor's noise as a multiple of the usual. */
  readonly noise?: number;
}

export interface Attempt {
  readonly inserted: boolean;
  readonly seconds: number;
  /** The greatest force, newtons. */
  readonly peakN: number;
}

/** Of the force sensor: newtons, and millimetres of a centre of pressure at 8 N. */
export const forceNoise = 0.2;
export const momentNoise = 0.4;
/** Seconds until a drop of the plug is noticed, and to push it home. */
export const reactionS = 0.008;
export const pushHomeS = 0.4;
