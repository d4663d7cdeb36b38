import { MillwrightError } from "../../services/core/errors.ts";
import { cellsOfProduct } from "../../services/mes/queries/cells.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { hasRouting } from "../../services/mes/queries/segment-master.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { asksForSetUp, setUpAsked } from "../runtime/spoken/about/set-up.ts";
import { cellCard } from "./cards/cell.ts";
import { productCard } from "./cards/product.ts";
import { tellSetUp } from "./set-up.ts";

/**
 * Tells how long a line is set up from one product to another, where the words ask for that; else in which steps a product is
 * made and where; of what only a robot cell makes, the cell.
 *
 * @throws MillwrightError MISSING_ARGUMENT; NOT_FOUND.
 */
export const tellRouting: ToolHandler = async ({ db, clock, args, text }) => {
  const setUp = asksForSetUp(text) ? setUpAsked(text, (await namesOfPlant(db)).products) : undefined;
  if (setUp) return tellSetUp({ db, clock }, setUp);
  const { product } = args;
  if (!product) throw new MillwrightError("MISSING_ARGUMENT", { argument: "product" });
  if (await hasRouting(db, product)) return productCard(db, product, clock.now());
  const [cell] = await cellsOfProduct(db, product);
  if (!cell) throw new MillwrightError("NOT_FOUND", { kind: "product", id: product });
  return cellCard(db, cell, clock.now());
};
