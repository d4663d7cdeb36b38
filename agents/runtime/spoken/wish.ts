/**
 * What words alone tell beyond doubt: what was made; how a thing is that is named; that units are to go through a robot cell; what
 * inspection machines found; what patrols found.
 */
export type Wish = "output" | "thing" | "cell";

/** A sentence without what ends it, its spaces single. */
export const bare = (sentence: string, ends = /[。.！!？?]+$/): string =>
  sentence.replaceAll(/\s+/g, " ").trim().replace(ends, "");
