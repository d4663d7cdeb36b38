import { MillwrightError } from "../../services/core/errors.ts";
import { allLines, type Line, type Stock, stockOf } from "../../services/mes/queries/equipment.ts";
import { type Order, orderById, suggestIds } from "../../services/mes/queries/orders.ts";
import type { ToolContext } from "./context.ts";
import { isLineWord } from "./tool.ts";

/** The material a call is about. @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_MATERIAL with the nearest ids. */
export const subjectStock = async ({ db, clock, args }: ToolContext): Promise<Stock> => {
  const { material: id } = args;
  if (!id) throw new MillwrightError("MISSING_ARGUMENT", { argument: "material 物料" });
  const stock = await stockOf(db, id, clock.now());
  if (!stock)
    throw new MillwrightError("UNKNOWN_MATERIAL", { id, suggestions: await suggestIds(db, "material", id) });
  return stock;
};

/** The order a call is about. @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_ORDER. */
export const subjectOrder = ({ db, args }: ToolContext): Promise<Order> => {
  if (!args.order) throw new MillwrightError("MISSING_ARGUMENT", { argument: "order 工单" });
  return orderById(db, args.order);
};

/** The line that a call names; undefined where it is about all of them. @throws MillwrightError UNKNOWN_LINE. */
export const namedLine = async (context: ToolContext): Promise<Line | undefined> => {
  const { line } = context.args;
  return line && !isLineWord(line) ? lineById(context, line) : undefined;
};

/** The line with the id. @throws MillwrightError UNKNOWN_LINE with the lines there are. */
export const lineById = async ({ db }: Pick<ToolContext, "db">, id: string): Promise<Line> => {
  const lines = await allLines(db);
  const line = lines.find((candidate) => candidate.id === id);
  if (!line)
    throw new MillwrightError("UNKNOWN_LINE", { id, suggestions: lines.map((candidate) => candidate.id) });
  return line;
};
