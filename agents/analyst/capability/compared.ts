import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { MeasuredWanted } from "../../../services/mes/queries/measured.ts";
import { inSentence } from "../../runtime/format.ts";
import type { Period } from "../../runtime/spoken/periods/said.ts";
import { stretchText } from "../figures/tell.ts";
import type { Index } from "../statistics/capability.ts";
import { type Characteristic, studyOf } from "./study.ts";
import { cpkText } from "./tell.ts";

/** Half an interval that holds the true index 95 times in a hundred. */
const halfOf = ({ low, high }: Index): number => (high - low) / 2;

/** Indices are estimates: what lies between two of them counts where it is more than both of their errors together. */
export const changeOf = (now: Index, before: Index): Bilingual => {
  const difference = now.value - before.value;
  if (Math.abs(difference) <= Math.hypot(halfOf(now), halfOf(before)))
    return {
      zh: "差别在估计误差之内，看不出变化",
      en: "the difference is within the error of both, so no change can be told",
    };
  return difference < 0
    ? { zh: "变差了", en: "it has become worse" }
    : { zh: "变好了", en: "it has become better" };
};

const keyOf = ({ product, step, station }: Characteristic): string => [product, step, station].join("\n");

/** What is told of a characteristic beside the same one of a stretch before. */
export type Compared = (one: Characteristic) => Bilingual;

/** Looks at a stretch before, to hold characteristics against what they were then. */
export const comparedTo = async (db: Db, wanted: MeasuredWanted, period: Period): Promise<Compared> => {
  const { from, to, name } = period;
  const { together, apart } = await studyOf(db, { ...wanted, from, to });
  const then = new Map([...together, ...apart].map((one) => [keyOf(one), one]));
  const read = stretchText(period);
  const when = { zh: `${name.zh}（${read.zh}）`, en: `${inSentence(name.en)} (${read.en})` };
  return (one) => {
    const before = then.get(keyOf(one));
    if (!before) return { zh: `；${when.zh}没有测过`, en: `; ${when.en}: not measured` };
    const [is, was] = [one.capability.cpk, before.capability.cpk];
    const told = cpkText(before);
    const moved = is && was ? changeOf(is, was) : { zh: "无法比较", en: "they cannot be compared" };
    return { zh: `；${when.zh}${told.zh}，${moved.zh}`, en: `; ${when.en}: ${told.en}; ${moved.en}` };
  };
};
