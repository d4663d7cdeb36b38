import type { Bilingual } from "../../../services/core/errors.ts";

/** Asks which one is meant, where none was said or more than one may be. */
export const which = {
  line: { zh: "您说的是哪条产线？", en: "Which line do you mean?" },
  product: { zh: "您说的是哪个产品？", en: "Which product do you mean?" },
} as const satisfies Readonly<Record<string, Bilingual>>;
