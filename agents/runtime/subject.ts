import { MillwrightError } from "../../services/core/errors.ts";
import { allLines, type Line } from "../../services/mes/queries/equipment.ts";
import { type Order, orderById } from "../../services/mes/queries/orders.ts";
import type { ToolContext } from "./context.ts";

/** The order a call is about. @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_ORDER. */
export const subjectOrder = ({ db, args }: ToolContext): Promise<Order> => {
  if (!args.order) throw new MillwrightError("MISSING_ARGUMENT", { argument: "order 工单" });
  return orderById(db, args.order);
};

/** The line with the id. @throws MillwrightError UNKNOWN_LINE with the lines there are. */
export const lineById = async ({ db }: Pick<ToolContext, "db">, id: string): Promise<Line> => {
  const lines = await allLines(db);
  const line = lines.find((candidate) => candidate.id === id);
  if (!line)
    throw new MillwrightError("UNKNOWN_LINE", { id, suggestions: lines.map((candidate) => candidate.id) });
  return line;
};
