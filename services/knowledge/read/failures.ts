import { MillwrightError } from "../../core/errors.ts";

export const damaged = (file: string, where: string, problem: string, cause?: unknown): MillwrightError =>
  new MillwrightError("DOCUMENT_DAMAGED", { file, where, problem }, { cause });
