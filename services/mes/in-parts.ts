/**
 * Does something with rows part by part, one after the other, and gives what all parts gave: PostgreSQL takes at most 65,535 parameters
 * a statement.
 *
 * @param most Rows of one part.
 */
export const inParts = async <Row, Given>(
  rows: readonly Row[],
  most: number,
  work: (part: readonly Row[]) => Promise<readonly Given[]>,
): Promise<Given[]> => {
  const given: Given[] = [];
  for (let from = 0; from < rows.length; from += most)
    given.push(...(await work(rows.slice(from, from + most))));
  return given;
};
