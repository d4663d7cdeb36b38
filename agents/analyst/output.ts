import { recordedRange } from "../../services/mes/queries/stretch.ts";
import type { CardRow, Choice, ToolHandler } from "../runtime/context.ts";
import { formatPercent, formatPlantTime, languageIn } from "../runtime/format.ts";
import { metricOf } from "../runtime/metrics/catalogue.ts";
import { daysLater } from "../runtime/spoken/periods/calendar.ts";
import { periodIn, periodNamed } from "../runtime/spoken/times/period.ts";
import { namedLine } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";
import { askFigure } from "./figures/ask.ts";
import { lastDayWith } from "./last-day.ts";
import { notRecorded } from "./not-recorded.ts";
import { type LineRecord, noRecord, type RecordedFigures, recordedFigures } from "./recorded.ts";

/** As many lines as can be looked over at a glance. */
const mostShown = 14;

const share = (value: number | undefined) => (value === undefined ? "–" : formatPercent(value));

const factsOf = ({ good, scrap, quality, availability, utilisation }: LineRecord) => ({
  good,
  scrap,
  quality: share(quality),
  availability: share(availability),
  utilisation: share(utilisation),
});

/** The ratios with how they are reckoned, by the time elements of ISO 22400-2. */
const ratioRows = ({ quality, availability, utilisation }: LineRecord): CardRow[] => [
  { label: { zh: "合格率 GQ/(GQ+SQ)", en: "Quality ratio GQ/(GQ+SQ)" }, value: share(quality) },
  { label: { zh: "可用率 APT/PBT", en: "Availability APT/PBT" }, value: share(availability) },
  { label: { zh: "利用效率 APT/AUBT", en: "Utilization efficiency APT/AUBT" }, value: share(utilisation) },
];

/** What may be asked next. */
const otherPeriods = [
  { zh: "今天", en: "today", is: "Today" },
  { zh: "昨天", en: "yesterday", is: "Yesterday" },
  { zh: "本周", en: "this week", is: "This week" },
];

const askedNext = (zh: string, en: string, language: "zh" | "en"): Choice => ({
  label: { zh, en },
  text: { zh, en }[language],
});

/**
 * What was made in a period of the past, today until now unless another is named, by all lines or the one that is named,
 * with the quality and time ratios of ISO 22400-2, and beside it the same hours of the day before where they are on record.
 *
 * @throws MillwrightError UNKNOWN_LINE.
 */
export const tellOutput: ToolHandler = async (context) => {
  const { db, clock, text } = context;
  const now = clock.now();
  const line = (await namedLine(context))?.id;
  const asked = periodIn(text, now);
  const recorded = await recordedRange(db);
  if (!recorded || recorded.from >= asked.to) return notRecorded(asked, recorded?.from, now);
  const filter = line ? { lines: [line] } : {};
  const looked = await recordedFigures(db, asked);
  const of = ({ lines, all }: RecordedFigures) => (line ? (lines.get(line) ?? noRecord) : all);
  const isEmpty = of(looked).good + of(looked).scrap === 0;
  // Where nobody says when and nothing was made yet, the last day that made something says more.
  const last =
    isEmpty && !periodNamed(text, now)
      ? await lastDayWith(db, { metric: metricOf("output"), filter, now })
      : undefined;
  const instead = last
    ? {
        zh: "今天还没有产出的记录，下面是最近有的一天。",
        en: "Nothing was made today yet; this is the last day that made something. ",
      }
    : { zh: "", en: "" };
  const period = last?.period ?? asked;
  const figures = last ? await recordedFigures(db, period) : looked;
  const { from, to, name } = period;
  const own = of(figures);
  const earlier = { from: daysLater(from, -1), to: daysLater(to, -1) };
  const isCompared = earlier.to <= from && recorded.from <= earlier.from;
  const before = isCompared ? await askFigure(db, { metric: "output", filter, ...earlier }) : undefined;
  const goodBefore = before && (before.value ?? 0);
  const { completed, onTime } = figures;
  const [start, end] = [from, to].map(formatPlantTime) as [string, string];
  const language = languageIn(text);
  const evidence: Evidence[] = [
    {
      kind: "equipment",
      id: line ?? "ALL",
      facts: {
        period: `${name.zh} ${name.en}`,
        from: start,
        to: end,
        ...factsOf(own),
        completed: line ? null : completed,
        onTime: line ? null : onTime,
        dayBefore: goodBefore ?? null,
      },
      source: "event",
      at: now.toISOString(),
    },
    ...(line ? [] : [...figures.lines]).map(
      ([id, each]): Evidence => ({
        kind: "equipment",
        id,
        facts: factsOf(each),
        source: "event",
        at: now.toISOString(),
      }),
    ),
  ];
  const [zh, en] = [
    `${name.zh}（${start} 到 ${end}）${line ? `${line} ` : "各线"}良品 ${own.good} 件，报废 ${own.scrap} 件，合格率 ${share(own.quality)}`,
    `${name.en} (${start} to ${end}) ${line ?? "the lines"} made ${own.good} good pieces and ${own.scrap} scrap, quality ratio ${share(own.quality)}`,
  ];
  const orders = line
    ? { zh: `；可用率 ${share(own.availability)}`, en: `; availability ${share(own.availability)}` }
    : {
        zh: `；完工 ${completed} 个工单，按期 ${onTime} 个`,
        en: `; ${completed} orders completed, ${onTime} of them on time`,
      };
  const compared =
    goodBefore === undefined
      ? { zh: "", en: "" }
      : {
          zh: `；前一天同一时段良品 ${goodBefore} 件`,
          en: `; the same hours of the day before ${goodBefore} good pieces`,
        };
  return {
    text: {
      zh: `${instead.zh}${zh}${orders.zh}${compared.zh}。`,
      en: `${instead.en}${en}${orders.en}${compared.en}.`,
    },
    rows: [
      ...ratioRows(own),
      ...evidence.slice(1, mostShown + 1).map(({ id, facts }) => ({
        label: { zh: id, en: id },
        value: `${facts["good"]} / ${facts["scrap"]} · ${facts["availability"]}`,
      })),
    ],
    evidence,
    choices: otherPeriods.flatMap(({ zh: day, en: words, is }) =>
      is === name.en
        ? []
        : [
            askedNext(
              `${line ? `${line} ` : ""}${day}产量多少？`,
              `What was the output${line ? ` of ${line}` : ""} ${words}?`,
              language,
            ),
          ],
    ),
    ...(line ? { mentioned: { line } } : {}),
  };
};
