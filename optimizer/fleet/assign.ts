/**
 * The cheapest assignment of rows to columns, at most one each (Hungarian method, O(rows² · columns)). Infinity is a pair that
 * cannot be. Gives the column of each row, -1 for a row that is left over.
 */
export const assign = (costs: readonly (readonly number[])[]): number[] => {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return costs.map(() => -1);
  if (rows > columns) {
    const turned = assign(costs[0]!.map((_, column) => costs.map((row) => row[column]!)));
    const found = costs.map(() => -1);
    turned.forEach((row, column) => {
      if (row >= 0) found[row] = column;
    });
    return found;
  }
  const finite = costs.flat().filter(Number.isFinite);
  const never = (finite.reduce((a, b) => Math.max(a, b), 1) + 1) * (rows + 1);
  const at = (row: number, column: number) => {
    const cost = costs[row]![column]!;
    return Number.isFinite(cost) ? cost : never;
  };
  const ofRow = new Float64Array(rows + 1);
  const ofColumn = new Float64Array(columns + 1);
  const holder = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row += 1) {
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(columns + 1);
    const came = new Int32Array(columns + 1);
    let column = 0;
    holder[0] = row;
    do {
      used[column] = 1;
      const held = holder[column]!;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let each = 1; each <= columns; each += 1) {
        if (used[each]) continue;
        const reduced = at(held - 1, each - 1) - ofRow[held]! - ofColumn[each]!;
        if (reduced < least[each]!) {
          least[each] = reduced;
          came[each] = column;
        }
        if (least[each]! < step) {
          step = least[each]!;
          next = each;
        }
      }
      for (let each = 0; each <= columns; each += 1) {
        if (used[each]) {
          ofRow[holder[each]!]! += step;
          ofColumn[each]! -= step;
        } else least[each]! -= step;
      }
      column = next;
    } while (holder[column] !== 0);
    for (; column !== 0; column = came[column]!) holder[column] = holder[came[column]!]!;
  }
  const found = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column += 1) {
    const row = holder[column]! - 1;
    if (row >= 0 && Number.isFinite(costs[row]![column - 1]!)) found[row] = column - 1;
  }
  return found;
};
