import { MillwrightError } from "../../services/core/errors.ts";
import { allLines, type Line, type Stock, stockOf } from "../../services/mes/queries/equipment.ts";
import { plannedProducts } from "../../services/mes/queries/names.ts";
import { type Order, orderById, suggestIds } from "../../services/mes/queries/orders.ts";
import type { ToolContext } from "./context.ts";
import { isLineWord } from "./tool.ts";

/** The material a call is about. @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_MATERIAL with the nearest ids. */
export const subjectStock = async ({ db, clock, args }: ToolContext): Promise<Stock> => {
  const { material: id } = args;
  if (!id) throw new MillwrightError("MISSING_ARGUMENT", { argument: "material" });
  const stock = await stockOf(db, id, clock.now());
  if (!stock)
    throw new MillwrightError("UNKNOWN_MATERIAL", { id, suggestions: await suggestIds(db, "material", id) });
  return stock;
};

/** The order a call is about. @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_ORDER. */
export const subjectOrder = ({ db, args }: ToolContext): Promise<Order> => {
  if (!args.order) throw new MillwrightError("MISSING_ARGUMENT", { argument: "order" });
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

const mostOffered = 4;

/** Ids that share the most with the wanted one: its letters first, then the nearest number. */
const nearest = (ids: readonly string[], wanted: string): string[] => {
  const parts = (id: string) => ({ kind: id.replace(/[-\d].*$/, ""), number: Number(id.replace(/\D/g, "")) });
  const { kind, number } = parts(wanted);
  const distance = (id: string) => {
    const other = parts(id);
    return (other.kind === kind ? 0 : 1_000_000) + Math.abs(other.number - number);
  };
  return ids.toSorted((a, b) => distance(a) - distance(b)).slice(0, mostOffered);
};

/**
 * The product that a call names, or where it names none some to choose from.
 *
 * @throws MillwrightError UNKNOWN_PRODUCT with the nearest ids.
 */
export const namedProduct = async (
  { db }: Pick<ToolContext, "db">,
  id: string | null | undefined,
): Promise<
  | { readonly product: Awaited<ReturnType<typeof plannedProducts>>[number] }
  | { readonly offered: readonly string[] }
> => {
  const products = await plannedProducts(db);
  const ids = products.map((product) => product.id);
  if (!id) return { offered: ids.slice(0, mostOffered) };
  const product = products.find((candidate) => candidate.id === id);
  if (!product) throw new MillwrightError("UNKNOWN_PRODUCT", { id, suggestions: nearest(ids, id) });
  return { product };
};
