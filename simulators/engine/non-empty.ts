/** A list that something is drawn from. @throws Error for an empty one. */
export const nonEmpty = <T>(list: readonly T[]): readonly [T, ...T[]] => {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error("A list that something is drawn from must not be empty.");
  return [first, ...rest];
};
