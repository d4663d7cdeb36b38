import { literally } from "../../runtime/spoken/marked.ts";
import { kindOf } from "./compose.ts";
import type { Kind } from "./model.ts";

interface Segment {
  readonly segment: number;
  readonly name_zh: string;
  readonly name_en: string;
  readonly process: string;
}

/** Words that stand for a kind of work. */
const words: Readonly<Record<Exclude<Kind, "general">, RegExp>> = {
  smt: /贴片|回流|印刷锡膏|\bsmt\b|surface.?mount|reflow/i,
  assembly: /装配|组装|总装|整机|assembl/i,
  "burn-in": /老化|burn.?in/i,
  test: /测试|\btest/i,
};

/** Work that plants have and that is none of those kinds: named and not in the routing, it is not what was asked to write all. */
const others =
  /包装|焊接|密封|涂覆|三防|清洗|返修|点胶|烧录|packing|packaging|welding|soldering|sealing|coating|cleaning|rework|dispensing/i;

/**
 * Segments of a routing that a sentence names, by name, number, process or kind of work; all of them where it names none.
 *
 * @returns `other` for work that it names and that the routing lacks; then no segment.
 */
export const segmentsSaid = <Row extends Segment>(
  text: string,
  routing: readonly Row[],
): { readonly segments: readonly Row[]; readonly other?: string } => {
  const small = text.toLowerCase();
  const numbers = [...small.matchAll(/(?:工序|segment|operation|\bop)\s*(\d{1,5})/g)].map(([, number]) =>
    Number(number),
  );
  const named = routing.filter(
    ({ segment, name_zh, name_en, process }) =>
      numbers.includes(segment) ||
      text.includes(name_zh) ||
      (process !== "" && new RegExp(`(?<![a-z\\d])${literally(process)}(?![a-z\\d])`, "i").test(text)) ||
      new RegExp(`\\b${name_en.toLowerCase().replace(/[^a-z0-9]+/g, ".?")}\\b`).test(small),
  );
  const ofKind = routing.filter((row) => {
    const { kind } = kindOf(row);
    return kind !== "general" && words[kind].test(text);
  });
  const segments = routing.filter((row) => named.includes(row) || ofKind.includes(row));
  if (segments.length > 0) return { segments };
  const other =
    others.exec(text)?.[0] ?? Object.values(words).flatMap((word) => word.exec(text)?.[0] ?? [])[0];
  return other ? { segments: [], other } : { segments: routing };
};
