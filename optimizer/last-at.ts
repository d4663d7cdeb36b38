/** The first place in an ascending list whose value is above the one asked for; the list's length where none is. */
export const firstAfter = (ascending: ArrayLike<number>, value: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The last place in an ascending list whose value is not above the one asked for; the first where all are. */
export const lastAt = (ascending: ArrayLike<number>, value: number): number =>
  Math.max(0, firstAfter(ascending, value) - 1);
