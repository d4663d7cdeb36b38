import { periodsIn } from "../../runtime/spoken/asked/compare.ts";
import { rankIn } from "../../runtime/spoken/asked/rank.ts";
import { shiftNamed } from "../../runtime/spoken/asked/shift.ts";
import { splitIn } from "../../runtime/spoken/asked/split.ts";
import { kindWords, saysKindOfLine } from "../../runtime/spoken/ids/lines.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import type { Said } from "./said.ts";

/** What a figure or a plan is split by or narrowed to, and how that is put: 按线分, "which product is worst". */
const partsZh =
  /产线|线体|线别|设备|机台|产品|型号|机型|系列|班次|班组|[夜晚白早日中]班|大夜|小夜|班|原因|工序|车间|区域|小时|[天日周月条线个种款]|最[高低多少大小差好坏糟长短久快慢]|拖后腿|垫底|排名|倒数/g;
const partsEn =
  /(?<![a-z])(?:lines?|machines?|products?|models?|famil(?:y|ies)|(?:night|day|morning|evening|late|early)|shifts?|reasons?|causes?|areas?|hours?|days?|weeks?|months?|daily|weekly|hourly|worst|best|highest|lowest|most|least|top|bottom|broken|down|split|grouped)(?![a-z])/gi;
/** What puts it into the sentence before and says nothing itself. */
const linksZh =
  /那边|这边|那里|这里|一下|分别|还是|都是|[那就只给看要的是在里边按照分各每哪加也来呢吧啊呀吗都算和跟]/g;
const linksEn =
  /(?<![a-z])(?:and|the|by|per|for|on|in|at|of|it|is|are|was|were|that|which|what|about|how|only|just|each|every|all|or|one|same|ones?|show|me|please|pls|ok|a|single|side|now|them|over)(?![a-z])/gi;

/**
 * Whether a sentence says nothing but which part of what was told is wanted, or by what it is to be split: "by line", 按产品分, SMT那边,
 * 夜班呢, "which product is worst".
 */
export const saysOnlyPart = ({ text, now, family, kind }: Said): boolean => {
  const said = bare(text).toLowerCase();
  if (said.length > 40) return false;
  const { period, rest } = periodsIn(said, now);
  const isPart =
    period !== undefined ||
    family !== undefined ||
    kind !== undefined ||
    saysKindOfLine(rest) ||
    shiftNamed(rest) !== undefined ||
    splitIn(rest) !== undefined ||
    rankIn(rest) !== undefined;
  const left = [kindWords, partsZh, partsEn, linksZh, linksEn].reduce(
    (words, pattern) => words.replaceAll(pattern, " "),
    family ? rest.replaceAll(new RegExp(`${family}s?`, "gi"), " ") : rest,
  );
  return isPart && !/[\p{L}\p{N}]/u.test(left.replaceAll(/(?<!\d)1(?!\d)/g, " "));
};
