import type { Bilingual } from "../../../../services/core/errors.ts";
import { name } from "./said.ts";

/** A part of a day as people name it, in minutes after its midnight. */
export interface DayPart {
  readonly from: number;
  readonly until: number;
  readonly name: Bilingual;
}

export const dayParts = {
  early: { from: 0, until: 360, name: name("凌晨", "before six") },
  morning: { from: 360, until: 720, name: name("上午", "in the morning") },
  afternoon: { from: 720, until: 1_080, name: name("下午", "in the afternoon") },
  evening: { from: 1_080, until: 1_440, name: name("晚上", "in the evening") },
} as const satisfies Readonly<Record<string, DayPart>>;
