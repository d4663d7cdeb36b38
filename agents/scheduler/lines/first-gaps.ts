import type { Bilingual } from "../../../services/core/errors.ts";
import { hourMs } from "../../../services/core/zone.ts";
import { isDown, type Line } from "../../../services/mes/queries/equipment.ts";
import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import { takenOnLines } from "../../../services/mes/queries/planned-operations.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { formatDuration, formatPlantTime, languageIn, plantDayTime } from "../../runtime/format.ts";
import { readFigure } from "../../runtime/spoken/asked/question.ts";
import { soleProcessIn } from "../../runtime/spoken/ids/lines.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { overdueOf } from "../answers/overdue.ts";
import type { GapWindow } from "./gap-window.ts";
import { type Gap, gapsBetween } from "./gaps.ts";

/** Lines that a sentence holds, and that are shown. */
const mostTold = 4;
const mostShown = 20;

/** The lines that are meant where the call names none: those that the words name, or of their kind, or all. */
const linesMeant = async (
  { db, text }: ToolContext,
  now: Date,
  lines: readonly Line[],
): Promise<{ readonly ids: readonly string[]; readonly kind: string | undefined }> => {
  const names = await namesOfPlant(db);
  const asked = readFigure(text, names, now, plantDayTime(now));
  const kind = asked.lines.length > 0 ? asked.kind : (asked.kind ?? soleProcessIn(text, names.lines));
  const meant = lines.filter(({ id, process }) =>
    asked.lines.length > 0 ? asked.lines.includes(id) : !kind || process === kind,
  );
  return { ids: meant.map(({ id }) => id), kind };
};

/** The first gap of a line, as it is told. */
interface FirstGap {
  readonly id: string;
  readonly isDown: boolean;
  readonly gap: Gap;
  readonly from: string;
  /** Nothing is planned behind where it has no end. */
  readonly to: string | null;
  readonly lasts: string | null;
}

const soonestFirst = ({ gap: a, id: one }: FirstGap, { gap: b, id: other }: FirstGap): number =>
  a.from - b.from ||
  (b.to ?? Number.POSITIVE_INFINITY) - (a.to ?? Number.POSITIVE_INFINITY) ||
  one.localeCompare(other);

const gapText = ({ id, from, to, lasts, isDown: down }: FirstGap): Bilingual => ({
  zh: `${id} ${to ? `${from} 到 ${to}（${lasts}）` : `${from} 起，之后没有排`}${down ? "（现在停机）" : ""}`,
  en: `${id} ${to ? `${from} to ${to} (${lasts})` : `from ${from} on, with nothing planned behind`}${down ? " (down now)" : ""}`,
});

/** What a search for free time over several lines looks for. */
export interface GapSearch {
  readonly version: number;
  readonly now: Date;
  readonly window: GapWindow;
  readonly hours: number;
  /** That no length was said. */
  readonly assumed: Bilingual;
}

/** The first gap of each of the lines that lasts so many hours, the soonest first. */
export const tellFirstGaps = async (
  context: ToolContext,
  lines: readonly Line[],
  { version, now, window, hours, assumed }: GapSearch,
): Promise<ToolResult> => {
  const { db, text } = context;
  const { ids, kind } = await linesMeant(context, now, lines);
  const [taken, overdue] = await Promise.all([
    takenOnLines(db, version, ids, now),
    overdueOf(db, version, now),
  ]);
  const found = lines
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ id, stateCode }): FirstGap[] => {
      const stretches = (taken.get(id) ?? []).map(({ start, end }) => ({
        from: start.getTime(),
        to: end.getTime(),
      }));
      const [gap] = gapsBetween(stretches, { ...window, least: hours * hourMs });
      if (!gap) return [];
      const { from, to } = gap;
      return [
        {
          id,
          isDown: isDown(stateCode),
          gap,
          from: formatPlantTime(new Date(from)),
          to: to === undefined ? null : formatPlantTime(new Date(to)),
          lasts: to === undefined ? null : formatDuration((to - from) / 1_000),
        },
      ];
    })
    .sort(soonestFirst);
  const none = ids.filter((id) => !found.some((one) => one.id === id));
  const [since, until] = [window.from > now.getTime() ? window.from : undefined, window.until].map((at) =>
    at === undefined ? undefined : formatPlantTime(new Date(at)),
  );
  const within: Bilingual = until
    ? {
        zh: since ? `${since} 到 ${until} 之间` : `${until} 之前`,
        en: since ? ` between ${since} and ${until}` : ` until ${until}`,
      }
    : { zh: "", en: "" };
  const shown = found.slice(0, mostShown);
  const told = shown.slice(0, mostTold).map(gapText);
  const isMore = found.length > told.length;
  const scope: Bilingual = kind ? { zh: `${kind} `, en: ` on ${kind}` } : { zh: "", en: "" };
  const nowhere: Bilingual =
    none.length === 0 || found.length === 0
      ? { zh: "", en: "" }
      : {
          zh: `没有这么长空档的：${none.slice(0, mostTold).join("、")}${none.length > mostTold ? ` 等 ${none.length} 条` : ""}。`,
          en: ` None so long: ${none.slice(0, mostTold).join(", ")}${none.length > mostTold ? ` and others, ${none.length} in all` : ""}.`,
        };
  const answer: Bilingual =
    found.length === 0
      ? {
          zh: `没有一条产线有 ${hours} 小时以上的空档，可以换个时段或短一点再问。`,
          en: `no line has free time of ${hours} h; ask for another time or fewer hours.`,
        }
      : {
          zh: `至少 ${hours} 小时的空档，各线最早的是：${told.map(({ zh }) => zh).join("；")}${isMore ? "；其余见下" : ""}。${nowhere.zh}`,
          en: `the first free time of at least ${hours} h on each line is: ${told.map(({ en }) => en).join("; ")}${isMore ? "; the rest below" : ""}.${nowhere.en}`,
        };
  const language = languageIn(text);
  const [first] = found;
  return {
    text: {
      zh: `${assumed.zh}按计划版本 ${version}，${scope.zh}${within.zh}${answer.zh}${overdue ? `${overdue.text.zh}。` : ""}`,
      en: `${assumed.en}By plan version ${version},${scope.en}${within.en}${scope.en || within.en ? "," : ""} ${answer.en}${overdue ? ` ${overdue.text.en}.` : ""}`,
    },
    rows: shown.map(({ id, from, to, lasts }) => ({
      label: { zh: id, en: id },
      value: to ? `${from} – ${to} · ${lasts}` : `${from} –`,
    })),
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        ...(kind ? { label: kind } : {}),
        facts: {
          version,
          hours,
          from: since ?? null,
          until: until ?? null,
          lines: ids.length,
          free: found.length,
          none: none.length,
          without: none.slice(0, mostTold).join(", "),
        },
        source: "plan_operation",
        at: now.toISOString(),
      },
      ...shown.map(
        ({ id, from, to, lasts, isDown: down }): Evidence => ({
          kind: "equipment",
          id,
          facts: { from, to, lasts, ...(down ? { state: "down" } : {}) },
          source: "plan_operation",
          at: now.toISOString(),
        }),
      ),
      ...(overdue ? [overdue.evidence] : []),
    ],
    choices: [
      ...(first ? [choiceOf("line_gaps", { line: first.id, hours }, language)] : []),
      choiceOf("line_load", { line: "all" }, language),
    ],
  };
};
