import type { PlanOperation } from "./types.ts";

type Placed = Pick<PlanOperation, "id" | "equipmentId" | "start" | "end">;

const startOf = ({ start }: Placed) => Date.parse(start);

/**
 * Where an arrow key leads from an operation of the chart: to the one before or behind on its line, or to the one of the
 * next line above or below that has any, whose start is nearest. Undefined where there is none, and for other keys.
 *
 * @param lines In the order in which they are drawn.
 */
export const stepFrom = <Operation extends Placed>(
  operations: readonly Operation[],
  lines: readonly string[],
  from: Operation,
  key: string,
): Operation | undefined => {
  const onLine = (line: string | undefined) =>
    operations
      .filter(({ equipmentId }) => equipmentId === line)
      .sort((a, b) => startOf(a) - startOf(b) || a.id.localeCompare(b.id));
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const lane = onLine(from.equipmentId);
    const at = lane.findIndex(({ id }) => id === from.id);
    return at < 0 ? undefined : lane[key === "ArrowLeft" ? at - 1 : at + 1];
  }
  const way = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (way === undefined) return undefined;
  for (let row = lines.indexOf(from.equipmentId) + way; row >= 0 && row < lines.length; row += way) {
    const away = (operation: Operation) => Math.abs(startOf(operation) - startOf(from));
    const [nearest] = onLine(lines[row]).sort((a, b) => away(a) - away(b));
    if (nearest) return nearest;
  }
  return undefined;
};
