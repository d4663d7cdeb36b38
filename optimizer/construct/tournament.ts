/** Numbers by place, with the least at hand: a complete binary tree of minima. What is not set is Infinity. */
export const createTournament = (size: number) => {
  let width = 1;
  while (width < size) width *= 2;
  const tree = new Float64Array(2 * width).fill(Number.POSITIVE_INFINITY);
  const stack: number[] = [];
  return {
    least: (): number => tree[1]!,
    /** The first place that has the least number. */
    winner: (): number => {
      let at = 1;
      while (at < width) at = tree[2 * at] === tree[at] ? 2 * at : 2 * at + 1;
      return at - width;
    },
    at: (place: number): number => tree[width + place]!,
    set: (place: number, value: number): void => {
      let at = width + place;
      tree[at] = value;
      for (at >>= 1; at >= 1; at >>= 1) {
        const smaller = Math.min(tree[2 * at]!, tree[2 * at + 1]!);
        if (tree[at] === smaller) break;
        tree[at] = smaller;
      }
    },
    /** Visits every place whose value is below the limit, in the order of the places. */
    below: (limit: number, visit: (place: number) => void): void => {
      stack.length = 0;
      stack.push(1);
      while (stack.length > 0) {
        const at = stack.pop()!;
        if (tree[at]! >= limit) continue;
        if (at >= width) visit(at - width);
        else stack.push(2 * at + 1, 2 * at);
      }
    },
  };
};
