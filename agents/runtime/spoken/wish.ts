<<<<<<< HEAD
/**
 * That an order is to go before others; how the plan in force is; how full the lines are; what was made; which orders may be
 * released; which material is short; what is wrong with a unit; what can be asked at all; how a thing is that it names; who is at work; that units are to go
 * through a robot cell; how the plant is, all in all; which work instructions wait or are out of date; what inspection
 * machines found; what patrols found.
 */
export type Wish =
  | "earlier"
  | "plan"
  | "load"
  | "output"
  | "ready"
  | "shortage"
  | "repair"
  | "help"
  | "thing"
  | "people"
  | "cell"
  | "overview"
  | "instructions"
  | "inspection"
  | "patrol";
=======
/** What words alone tell beyond doubt: what was made; how a thing is that is named; that units are to go through a robot cell. */
export type Wish = "output" | "thing" | "cell";
>>>>>>> 9ce8245 (The decoder knows thirty-eight tools: what words told before is the model's; a symptom, a night, what follows, whether an order may go, who decided and what waits are answered)

/** A sentence without what ends it, its spaces single. */
export const bare = (sentence: string, ends = /[。.！!？?]+$/): string =>
  sentence.replaceAll(/\s+/g, " ").trim().replace(ends, "");
