import type { Bilingual } from "../../services/core/errors.ts";

const names: Readonly<Record<number, Bilingual>> = {
  1100: { zh: "运行", en: "running" },
  2201: { zh: "阻塞", en: "blocked" },
  2202: { zh: "空闲待料", en: "idle" },
  4500: { zh: "换线", en: "in set-up" },
  5300: { zh: "停机", en: "down" },
};

/** A station state in words; a line without one is not connected. */
export const stateName = (code: number | null): Bilingual =>
  code === null
    ? { zh: "离线", en: "offline" }
    : (names[code] ?? { zh: `状态 ${code}`, en: `in state ${code}` });
