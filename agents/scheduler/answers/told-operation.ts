import { formatPlantTime } from "../../runtime/format.ts";

/** What is told of an operation that a plan has still to begin. */
export interface ToldOperation {
  readonly order: string;
  readonly product: string;
  readonly quantity: number;
  readonly start: Date;
  readonly released?: boolean;
}

/** Within a sentence: "WO-1042 (48 RRU-5201, 2 Nov 08:45, released)". */
export const operationText = (
  { order, product, quantity, start, released = false }: ToldOperation,
  language: "zh" | "en",
): string =>
  language === "zh"
    ? `${order}（${product} ${quantity} 件，${formatPlantTime(start)}${released ? "，已下达" : ""}）`
    : `${order} (${quantity} ${product}, ${formatPlantTime(start)}${released ? ", released" : ""})`;

/** Beside its order, in a row. */
export const operationValue = ({ product, quantity, start }: ToldOperation): string =>
  `${product} × ${quantity} · ${formatPlantTime(start)}`;
