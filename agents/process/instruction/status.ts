import type { Bilingual } from "../../../services/core/errors.ts";
import type { DocumentStatus } from "../../../services/mes/commands/work-instruction.ts";

/** What the stages of a document are called. */
export const statusNames: Readonly<Record<DocumentStatus, Bilingual>> = {
  DRAFT: { zh: "草稿", en: "Draft" },
  FOR_REVIEW: { zh: "待审", en: "For review" },
  APPROVED: { zh: "已批准", en: "Approved" },
  ACTIVE: { zh: "有效", en: "In force" },
  DEPRECATED: { zh: "已废止", en: "Withdrawn" },
};
