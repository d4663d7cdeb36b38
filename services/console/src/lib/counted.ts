import { wholeNumber } from "./numbers.ts";

/** A sentence with its number in place of `{n}`; where one and many differ, a bar stands between the two. */
export const counted = (sentence: string, n: number): string => {
  const [one = "", many = one] = sentence.split("|");
  return (n === 1 ? one : many).replace("{n}", wholeNumber(n));
};
