import type { Bilingual } from "../../../services/core/errors.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { type ShiftName, shiftNames } from "../../runtime/spoken/asked/shift.ts";
import { actionName, byStep, type Failures, shareText, stepName, tellsShare } from "./counted.ts";

/** Steps and repairs that a sentence holds. */
const mostSteps = 4;
export const mostMends = 3;

/** What is asked about, in the words of the answer. */
export interface Asked {
  readonly product: string | undefined;
  /** Whose products these are, where none of them is named. */
  readonly family: string | undefined;
  /** The line or tester, or the kind of lines. */
  readonly line: string | undefined;
  /** The unit that others are to have failed as. */
  readonly like: string | undefined;
  readonly split: "line" | "station" | undefined;
  /** A shift that was named and that failures are not told apart by. */
  readonly shift?: ShiftName | undefined;
  readonly when: Bilingual;
}

const partsOf = ({ line, like }: Asked): { readonly of: Bilingual; readonly as: Bilingual } => ({
  of: line ? { zh: ` ${line} `, en: ` of ${line}` } : { zh: "", en: "" },
  as: like
    ? { zh: `和 ${like} 同样测试不过的`, en: ` that failed as ${like} did` }
    : { zh: "测试不过的", en: " that failed their test" },
});

const whoseOf = ({ product, family }: Asked): Bilingual | undefined =>
  product
    ? { zh: product, en: product }
    : family
      ? { zh: `${family} 系列`, en: `units of the ${family} family` }
      : undefined;

/** That a shift was named which the number does not keep to. */
const shiftNote = ({ shift }: Asked): Bilingual =>
  shift
    ? {
        zh: `没有按${shiftNames[shift].zh}分开，下面是全部班次的。`,
        en: `The ${shiftNames[shift].en} is not told apart; this is of all shifts. `,
      }
    : { zh: "", en: "" };

export const tellNone = (asked: Asked): Bilingual => {
  const { when } = asked;
  const note = shiftNote(asked);
  const whose = whoseOf(asked);
  const { of, as } = partsOf(asked);
  return {
    zh: `${note.zh}${when.zh}${of.zh}没有${as.zh}${whose ? ` ${whose.zh}` : "单元"}。`,
    en: `${note.en}No ${whose?.en ?? "unit"}${of.en}${as.en} ${when.en}.`,
  };
};

const listsOf = ({ steps, mends, places, latest }: Failures, tongue: "zh" | "en") => {
  const mark = tongue === "zh" ? "、" : ", ";
  const [opens, closes] = tongue === "zh" ? ["（", "）"] : [" (", ")"];
  const most = tongue === "zh" ? "最多" : "most";
  return {
    steps: steps
      .slice(0, mostSteps)
      .map((one) => `${stepName(one)[tongue]} ${one.units}`)
      .join(mark),
    mends: mends
      .slice(0, mostMends)
      .map((one) => `${actionName(one)[tongue]} ${one.units}`)
      .join(mark),
    places: places
      .map((one) => {
        const [first] = byStep(one.rows);
        const top = first ? `${opens}${most} ${stepName(first)[tongue]} ${first.units}${closes}` : "";
        return `${one.key} ${shareText(one)}${top}`;
      })
      .join(mark),
    latest: latest
      .map(
        ({ unit_id: unit, time, line, station }) =>
          `${unit}${opens}${formatPlantTime(time)}${mark}${line ?? station}${closes}`,
      )
      .join(mark),
  };
};

export const tellFailures = (failures: Failures, asked: Asked): Bilingual => {
  const { product, split, when } = asked;
  const named = whoseOf(asked);
  const { units, places } = failures;
  const { of, as } = partsOf(asked);
  const [zh, en] = [listsOf(failures, "zh"), listsOf(failures, "en")];
  const ofAll = units === 1 ? "unit" : "units of all products";
  const whose = named ? { zh: ` ${named.zh} `, en: named.en } : { zh: "各产品", en: ofAll };
  const shares = places.some(tellsShare)
    ? {
        zh: "（不过/有测试记录的，比例高的在前）",
        en: ", failed of those with a test on record, the greatest share first",
      }
    : { zh: "", en: "" };
  const by = split === "station" ? { zh: "按测试台", en: "By tester" } : { zh: "按产线", en: "By line" };
  const placed = { zh: by.zh + shares.zh, en: by.en + shares.en };
  const onlyFailed = places.every(tellsShare)
    ? { zh: "", en: "" }
    : {
        zh: "没有比例的地方只有不过的单元的记录，数量多不等于更差。",
        en: " Where no share is told only units that failed are on record: more of them does not mean worse.",
      };
  const narrower = product
    ? { zh: "", en: "" }
    : {
        zh: "要看某个产品或某一台，请说型号或序列号（SN-…）。",
        en: " Name a product or a serial number (SN-…) for one of them.",
      };
  const note = shiftNote(asked);
  const steps = {
    zh: zh.steps ? `不过的项目：${zh.steps}` : "没有记下超限的测量值",
    en: en.steps ? `measurements out of limits: ${en.steps}` : "no measurement out of limits is on record",
  };
  return {
    zh: `${note.zh}${when.zh}${of.zh}${whose.zh}${as.zh}有 ${units} 台，${steps.zh}。${zh.places ? `${placed.zh}：${zh.places}。` : ""}${zh.mends ? `修好它们的：${zh.mends}。` : ""}最近的：${zh.latest}。${onlyFailed.zh}${narrower.zh}`,
    en: `${note.en}${units} ${whose.en}${of.en}${as.en} ${when.en}; ${steps.en}.${en.places ? ` ${placed.en}: ${en.places}.` : ""}${en.mends ? ` What mended them: ${en.mends}.` : ""} The latest: ${en.latest}.${onlyFailed.en}${narrower.en}`,
  };
};
