import { alternatesOf } from "../../services/mes/queries/material-alternates.ts";
import type { ToolContext, ToolResult } from "../runtime/context.ts";
import { rowEvidence } from "./cards/card.ts";

/** Told one by one; the others stand in the rows. */
const mostTold = 3;
const mostShown = 8;
const mostProducts = 3;

const productsOf = (products: readonly string[]): string =>
  `${products.slice(0, mostProducts).join(", ")}${products.length > mostProducts ? " …" : ""}`;

/** What bills of material allow in place of a material, with the free stock of each, or that they allow nothing. */
export const tellAlternates = async (
  { db, clock }: Pick<ToolContext, "db" | "clock">,
  material: string,
): Promise<Required<Pick<ToolResult, "text" | "rows" | "evidence">>> => {
  const now = clock.now();
  const found = await alternatesOf(db, material, now);
  const told = found.slice(0, mostTold);
  const rest = found.length - told.length;
  return {
    text:
      found.length === 0
        ? {
            zh: "物料清单里没有登记替代料；能不能用别的料，由工艺（工程）决定。",
            en: "The bills of material name no alternate; whether another may be used is for engineering to decide.",
          }
        : {
            zh: `物料清单允许的替代料：${told.map(({ id, free, products }) => `${id} 可用 ${free}（${productsOf(products)}）`).join("，")}${rest > 0 ? "，其余见下" : ""}。`,
            en: `Alternates that the bills of material allow: ${told.map(({ id, free, products }) => `${id}, ${free} free (${productsOf(products)})`).join("; ")}${rest > 0 ? "; the rest below" : ""}.`,
          },
    rows: found.slice(0, mostShown).map(({ id, nameZh, nameEn, free, products }) => ({
      label: { zh: `替代料 ${id} ${nameZh}`, en: `Alternate ${id} ${nameEn}` },
      value: `${free} · ${productsOf(products)}`,
    })),
    evidence: found
      .slice(0, mostShown)
      .map(({ id, nameEn, free, products }) =>
        rowEvidence(
          "material",
          id,
          "bom_alternate",
          { standsInFor: material, free, products: productsOf(products) },
          now,
          nameEn,
        ),
      ),
  };
};
