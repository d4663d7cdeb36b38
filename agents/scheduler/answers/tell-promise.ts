import { timesFrom } from "../../../optimizer/tell.ts";
import type { Bilingual } from "../../../services/core/errors.ts";
import { formatPlantTime, sayDeadline } from "../../runtime/format.ts";
import type { PartInTime, PromiseAnswer } from "./questions.ts";

/** What somebody wants by when. */
export interface Asked {
  readonly product: string;
  readonly quantity: number;
  readonly by: string;
  /** Its last moment. */
  readonly due: Date;
}

/** How much later than the moment asked for; undefined when it is in time or has no end. */
export const latenessOf = (end: Date | undefined, due: Date): Bilingual | undefined =>
  end && end > due ? timesFrom().span((end.getTime() - due.getTime()) / 1_000) : undefined;

/** What would bring the order forward, and whether that alone would be enough. */
const tellSooner = ({ end, sooner }: PromiseAnswer, due: Date): Bilingual => {
  const [best] = sooner;
  if (!best || !end) return { zh: "", en: "" };
  const enough = end.getTime() - best.gainSeconds * 1_000 <= due.getTime();
  return {
    zh: `${best.how.zh}，${enough ? "就赶得上" : "仍赶不上"}。`,
    en: ` It could be ${best.how.en}, which ${enough ? "would be in time" : "alone is not enough"}.`,
  };
};

/**
 * Whether an order can be done by the moment that was asked for; if not, how much later it would be, how many pieces could
 * be promised by then, what holds it back and what would bring it forward.
 *
 * @param held What holds it back most, as a sentence.
 */
export const tellDeadline = (
  { product, quantity, by, due }: Asked,
  answer: PromiseAnswer,
  part: PartInTime | undefined,
  held: Bilingual,
): Bilingual => {
  const { end, planVersion } = answer;
  const until = { zh: sayDeadline(by, "zh"), en: sayDeadline(by, "en") };
  if (end && end <= due)
    return {
      zh: `可以：${quantity} 台 ${product} 最早 ${formatPlantTime(end)} 交付，赶得上 ${until.zh}，计划版本 ${planVersion} 里的工单都不用动。`,
      en: `Yes: ${quantity} ${product} can be delivered ${formatPlantTime(end)} at the earliest, in time for ${until.en}, with every order of plan version ${planVersion} left where it is.`,
    };
  const late = latenessOf(end, due);
  const whole: Bilingual =
    end && late
      ? {
          zh: `${quantity} 台 ${product} 最早 ${formatPlantTime(end)} 才能交付，比 ${until.zh} 晚 ${late.zh}`,
          en: `No: ${quantity} ${product} can be delivered ${formatPlantTime(end)} at the earliest, ${late.en} after ${until.en}`,
        }
      : {
          zh: `${quantity} 台 ${product} 给不出交期`,
          en: `No date can be promised for ${quantity} ${product}`,
        };
  const some: Bilingual = part
    ? {
        zh: `到 ${until.zh} 可以承诺 ${part.quantity} 台（${formatPlantTime(part.end)} 完成），计划版本 ${planVersion} 里的工单都不用动。`,
        en: `By ${until.en} ${part.quantity} could be promised (done ${formatPlantTime(part.end)}), with every order of plan version ${planVersion} left where it is.`,
      }
    : { zh: `到 ${until.zh} 一台也承诺不了。`, en: `Not one could be promised by ${until.en}.` };
  const sooner = tellSooner(answer, due);
  return {
    zh: `${whole.zh}。${some.zh}制约：${held.zh}。${sooner.zh}`,
    en: `${whole.en}. ${some.en} Held back: ${held.en}.${sooner.en}`,
  };
};
