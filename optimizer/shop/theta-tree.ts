/**
 * The earliest end of a set of tasks one behind the other, while tasks come and go (the theta tree of Vilim 2004): a complete
 * binary tree whose leaves are the tasks by their earliest starts, with the work and the earliest end below every node.
 */
export const createThetaTree = (most: number) => {
  let width = 1;
  while (width < most) width *= 2;
  const work = new Float64Array(2 * width);
  const end = new Float64Array(2 * width).fill(Number.NEGATIVE_INFINITY);
  /** Leaves in use: a smaller set has a smaller tree. */
  let leaves = width;
  const climb = (leaf: number) => {
    for (let at = leaf >> 1; at >= 1; at >>= 1) {
      const right = 2 * at + 1;
      work[at] = work[2 * at]! + work[right]!;
      const late = end[2 * at]! + work[right]!;
      end[at] = late > end[right]! ? late : end[right]!;
    }
  };
  return {
    /** Empties the tree and makes room for so many tasks, at most as many as it was made for. */
    clear: (count: number): void => {
      leaves = 1;
      while (leaves < count) leaves *= 2;
      work.fill(0, 0, 2 * leaves);
      end.fill(Number.NEGATIVE_INFINITY, 0, 2 * leaves);
    },
    put: (place: number, start: number, duration: number): void => {
      work[leaves + place] = duration;
      end[leaves + place] = start + duration;
      climb(leaves + place);
    },
    take: (place: number): void => {
      work[leaves + place] = 0;
      end[leaves + place] = Number.NEGATIVE_INFINITY;
      climb(leaves + place);
    },
    end: (): number => end[1]!,
  };
};
