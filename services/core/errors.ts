import { approvalErrors } from "./errors/approval.ts";
import { cellErrors } from "./errors/cell.ts";
import { documentErrors } from "./errors/document.ts";
import { engineErrors } from "./errors/engine.ts";
import { type Bilingual, type CatalogueEntry, type ErrorDetails, entry } from "./errors/entry.ts";
import { inputErrors } from "./errors/input.ts";
import { instructionErrors } from "./errors/instruction.ts";
import { machineErrors } from "./errors/machine.ts";
import { missingErrors } from "./errors/missing.ts";
import { modelErrors } from "./errors/model.ts";
import { orderErrors } from "./errors/order.ts";
import { planningErrors } from "./errors/planning.ts";
import { said } from "./errors/said.ts";
import { startErrors } from "./errors/start.ts";
import { trafficErrors } from "./errors/traffic.ts";

export type { Bilingual, ErrorDetails };

/**
 * The one catalogue of errors that a person or a peer system can meet, put together of its subjects.
 *
 * Each entry says whether a retry can help, which HTTP status carries it, and a sentence for the operator in
 * both languages. `{name}` in a sentence is filled from the error's details.
 */
export const catalogue = {
  ...inputErrors,
  ...missingErrors,
  ...orderErrors,
  ...approvalErrors,
  ...planningErrors,
  ...cellErrors,
  ...trafficErrors,
  ...instructionErrors,
  ...modelErrors,
  ...documentErrors,
  ...engineErrors,
  ...machineErrors,
  ...startErrors,
  INTERNAL: entry(
    500,
    false,
    "Something went wrong inside; try again, and give reference {reference} to whoever looks after the house: it stands in the log.",
    "内部错误；请重试，并将编号 {reference} 告知系统管理员，日志中有记录。",
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;

/** What crosses a process or network border: plain data, no stack. */
export interface ErrorShape {
  readonly code: ErrorCode;
  readonly message: Bilingual;
  readonly retryable: boolean;
  readonly details: ErrorDetails;
}

const fill = (code: ErrorCode, details: ErrorDetails, language: keyof Bilingual): string =>
  catalogue[code][language].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = details[name];
    return value === undefined || value === null ? placeholder : said(name, value, language);
  });

/** An error from the catalogue; `message` is the English sentence, `bilingual` both. */
export class MillwrightError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(fill(code, details, "en"), options);
    this.name = "MillwrightError";
    this.code = code;
    this.details = details;
  }

  get bilingual(): Bilingual {
    return { en: this.message, zh: fill(this.code, this.details, "zh") };
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  get retryable(): boolean {
    return catalogue[this.code].retryable;
  }

  toShape(): ErrorShape {
    return { code: this.code, message: this.bilingual, retryable: this.retryable, details: this.details };
  }
}

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(catalogue, code);

/** Rebuilds an error that crossed a border as `ErrorShape`. */
export const fromShape = (shape: Pick<ErrorShape, "code" | "details">): MillwrightError =>
  new MillwrightError(shape.code, shape.details);
