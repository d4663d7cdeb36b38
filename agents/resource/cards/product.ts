import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { routingOf, segmentMasters } from "../../../services/mes/queries/segment-master.ts";
import { formatDuration } from "../../runtime/format.ts";
import { type CardOf, rowEvidence } from "./card.ts";

/** As many as a sentence holds, and as are shown. */
const mostTold = 8;
const mostShown = 40;
const mostLines = 6;
/** From so many seconds on a step is told in minutes or hours. */
const longStep = 600;

const seconds = (value: number): string =>
  value >= longStep ? formatDuration(value) : `${Math.round(value * 10) / 10} s`;
/** "35.2–38.1 s": the least and the most of some values; null of none. */
export const span = (values: readonly number[], say: (value: number) => string): string | null => {
  if (values.length === 0) return null;
  const [least, most] = [say(Math.min(...values)), say(Math.max(...values))];
  if (least === most) return least;
  const unit = / \D+$/.exec(most)?.[0] ?? "";
  return unit && least.endsWith(unit) ? `${least.slice(0, -unit.length)}–${most}` : `${least}–${most}`;
};

/** Set-ups before a family of a process, from the others. */
const setupsOf = async (db: Db, families: readonly string[]) => {
  if (families.length === 0) return new Map<string, number[]>();
  const rows = await db
    .selectFrom("setup_time")
    .select(["process", "to_family", "seconds"])
    .where("to_family", "in", families)
    .whereRef("from_family", "<>", "to_family")
    .execute();
  const groups = Map.groupBy(rows, ({ process, to_family }) => `${process}/${to_family}`);
  return new Map([...groups].map(([key, list]) => [key, list.map((row) => row.seconds)]));
};

/** A product: the steps it is made in, how long each takes on its lines, and the set-up before. */
export const productCard: CardOf = async (db, id, now) => {
  const master = await routingOf(db, id);
  const [masters, setups] = await Promise.all([
    segmentMasters(db, [master.id]),
    setupsOf(
      db,
      master.segments.map(({ setup_family }) => setup_family),
    ),
  ]);
  const steps = master.segments.map((segment) => {
    const lines = masters.of(master.id, segment.segment)?.equipment ?? [];
    const isBatch = segment.batch_size > 1;
    return {
      segment,
      isBatch,
      lines: lines.map(({ equipment_id }) => equipment_id),
      time: span(
        lines.map(({ run_seconds }) => run_seconds),
        seconds,
      ),
      setup: span(
        (setups.get(`${segment.process}/${segment.setup_family}`) ?? []).filter((value) => value > 0),
        formatDuration,
      ),
      lag: segment.lag_seconds > 0 ? formatDuration(segment.lag_seconds) : null,
    };
  });
  const kindOf = (process: string, name: string) => (process === name ? "" : ` (${process})`);
  const say = ({ segment, isBatch, time, setup, lag }: (typeof steps)[number]): Bilingual => ({
    zh: [
      `${segment.segment} ${segment.name_zh}（${segment.process}）${time ? (isBatch ? `每批 ${segment.batch_size} 台 ${time}` : `每台 ${time}`) : "没有能做的产线"}`,
      setup ? `换线 ${setup}` : "",
      lag ? `之后等 ${lag}` : "",
    ]
      .filter(Boolean)
      .join("，"),
    en: [
      `${segment.segment} ${segment.name_en}${kindOf(segment.process, segment.name_en)} ${time ? (isBatch ? `${time} a batch of ${segment.batch_size}` : `${time} a unit`) : "no line can do it"}`,
      setup ? `set-up ${setup}` : "",
      lag ? `then ${lag} to wait` : "",
    ]
      .filter(Boolean)
      .join(", "),
  });
  const told = steps.slice(0, mostTold).map(say);
  const more = steps.length > told.length;
  const { product } = masters.of(master.id, steps[0]?.segment.segment ?? -1) ?? {};
  const count = steps.length;
  return {
    text: {
      zh: `${id}${product ? `（${product.name_zh}）` : ""}有 ${count} 道工序：${told.map(({ zh }) => zh).join("；")}${more ? "；其余见下" : ""}。`,
      en: `${id}${product ? ` (${product.name_en})` : ""} is made in ${count} steps: ${told.map(({ en }) => en).join("; ")}${more ? "; the rest below" : ""}.`,
    },
    rows: steps.slice(0, mostShown).map(({ segment, lines, time }) => ({
      label: {
        zh: `${segment.segment} ${segment.name_zh}`,
        en: `${segment.segment} ${segment.name_en}`,
      },
      value: [
        time,
        lines.slice(0, mostLines).join(", ") +
          (lines.length > mostLines ? ` +${lines.length - mostLines}` : ""),
      ]
        .filter(Boolean)
        .join(" · "),
    })),
    evidence: [
      rowEvidence(
        "material",
        id,
        "work_master",
        { workMaster: master.id, version: master.version, steps: count },
        now,
        product ? `${product.name_zh} ${product.name_en}` : undefined,
      ),
      ...steps.slice(0, mostShown).map(({ segment, isBatch, lines, time, setup, lag }) =>
        rowEvidence(
          "document",
          `${master.id}/${segment.segment}`,
          "work_master_segment",
          {
            segment: segment.segment,
            process: segment.process,
            run: time,
            ...(isBatch ? { batch: segment.batch_size } : {}),
            setup,
            lag,
            lines: lines.join(", "),
          },
          now,
          `${segment.name_zh} ${segment.name_en}`,
        ),
      ),
    ],
  };
};
